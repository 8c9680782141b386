import { closestWord } from '../oci/closest-word.ts'
import { reporterNames, type ReporterName } from '../report/reporter.ts'
import { invalidValue, readTexts } from './readers.ts'

/** A reporter, and the file it writes; without one it writes to standard output. */
export type ReporterChoice = BuiltInReporter | OwnReporter

export interface BuiltInReporter {
  readonly name: ReporterName
  readonly file?: string
}

/** A reporter of the user's own: the default export of a module. */
export interface OwnReporter {
  readonly name: 'own'
  /** As the user named it: `./mine.ts`. */
  readonly module: string
  readonly file?: string
}

/** `json`, `json=report.json`: one or several. @throws HarnessError `config-invalid` */
export function readReporters(raw: unknown): readonly ReporterChoice[] {
  return readTexts(raw).map((text) => {
    const [, word = '', file] = /^([^=]*)(?:=([\s\S]*))?$/.exec(text.trim()) ?? []
    if (isModulePath(word)) return readOwn(word, file)
    const name = reporterNames.find((known) => known === word)
    if (name === undefined) throw unknownReporter(word)
    if (file === undefined) return { name }
    if (file === '') throw invalidValue(text, `a reporter with its file: write ${name}=FILE`)
    if (name === 'terminal') throw invalidValue(text, 'possible: the terminal reporter writes no file')
    return { name, file }
  })
}

/** A reporter as its user wrote it. */
export function nameReporter(choice: ReporterChoice): string {
  return choice.name === 'own' ? choice.module : choice.name
}

/** Built-in reporters have names, and a user's own a path: `./mine.ts`. */
function isModulePath(word: string): boolean {
  return /^\.{0,2}[/\\]|^[a-z]:[/\\]|\.[mc]?[jt]s$/i.test(word)
}

function readOwn(module: string, file: string | undefined): OwnReporter {
  if (file === '') throw invalidValue(module, `a reporter with its file: write ${module}=FILE`)
  return { name: 'own', module, ...(file === undefined ? {} : { file }) }
}

function unknownReporter(word: string): Error {
  const near = closestWord(word, reporterNames)
  const known = `there are ${reporterNames.join(', ')}, and your own by path: ./mine.ts`
  return invalidValue(word, 'a reporter', near === undefined ? known : `did you mean ${near}? ${known}`)
}
