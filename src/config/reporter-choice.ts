import { closestWord } from '../oci/closest-word.ts'
import { reporterNames, type ReporterName } from '../report/reporter.ts'
import { invalidValue, readTexts } from './readers.ts'

/** A reporter, and the file it writes; without one it writes to standard output. */
export interface ReporterChoice {
  readonly name: ReporterName
  readonly file?: string
}

/** `json`, `json=report.json`: one or several. @throws HarnessError `config-invalid` */
export function readReporters(raw: unknown): readonly ReporterChoice[] {
  return readTexts(raw).map((text) => {
    const [, word = '', file] = /^([^=]*)(?:=([\s\S]*))?$/.exec(text.trim()) ?? []
    const name = reporterNames.find((known) => known === word)
    if (name === undefined) throw unknownReporter(word)
    if (file === undefined) return { name }
    if (file === '') throw invalidValue(text, `a reporter with its file: write ${name}=FILE`)
    if (name === 'terminal') throw invalidValue(text, 'possible: the terminal reporter writes no file')
    return { name, file }
  })
}

function unknownReporter(word: string): Error {
  const near = closestWord(word, reporterNames)
  const known = `there are ${reporterNames.join(', ')}`
  return invalidValue(word, 'a reporter', near === undefined ? known : `did you mean ${near}? ${known}`)
}
