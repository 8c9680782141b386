import { appendFile, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { renderReport } from '../../reporters/render-report.ts'
import { nameReporter, type ReporterChoice } from '../config/reporter-choice.ts'
import { HarnessError } from '../errors.ts'
import { toErrorReport } from '../report/error-report.ts'
import { beginMarker, endMarker, replaceSection, splitMarkedText } from '../report/marked-section.ts'
import type { ReadmeTableOptions } from '../report/readme-words.ts'
import type { ErrorReport, RunReport } from '../report/report.ts'
import { addErrors, type RunReports } from '../report/run-reports.ts'
import { makeFolder } from '../verbs/make-folder.ts'
import { readReadme, writeReadme } from '../verbs/readme-file.ts'

export interface DocumentOptions {
  readonly reporters: readonly ReporterChoice[]
  /** Files are named from here. */
  readonly cwd: string
  /** What the `readme` reporter says. */
  readonly readme?: ReadmeTableOptions
  /** For documents without a file. */
  readonly print: (text: string) => void
  /** The file GitHub shows as a step's summary: the `github` reporter adds to it. */
  readonly stepSummaryFile?: string | undefined
}

/**
 * Writes every document that was asked for. One that fails stops no other: its error is part of the report, which is
 * returned, and of the JSON, which comes last, on standard output last of all.
 */
export async function writeDocuments<T extends RunReport | RunReports>(
  report: T,
  options: DocumentOptions,
): Promise<T> {
  const isJson = ({ name }: ReporterChoice): boolean => name === 'json'
  const isFile = ({ file }: ReporterChoice): boolean => file !== undefined
  const { reporters } = options
  const steps = [
    reporters.filter((choice) => !isJson(choice)),
    reporters.filter((choice) => isJson(choice) && isFile(choice)),
    reporters.filter((choice) => isJson(choice) && !isFile(choice)),
  ]
  let written = report
  for (const choices of steps) {
    const told = written
    const errors = await Promise.all(choices.map((choice) => writeDocument(told, choice, options)))
    written = addErrors(told, errors.flat())
  }
  return written
}

async function writeDocument(
  report: RunReport | RunReports,
  choice: ReporterChoice,
  options: DocumentOptions,
): Promise<readonly ErrorReport[]> {
  const { name, file } = choice
  if (name === 'terminal') return []
  try {
    const text = await renderDocument(report, choice, options)
    if (file === undefined) options.print(text)
    else if (name === 'readme') await writeIntoReadme(resolve(options.cwd, file), text)
    else await writeText(resolve(options.cwd, file), text)
    if (name === 'github' && options.stepSummaryFile !== undefined) {
      await appendFile(options.stepSummaryFile, await renderReport(report, 'markdown'))
    }
    return []
  } catch (cause) {
    return [toErrorReport(toReporterError(cause, choice))]
  }
}

async function renderDocument(
  report: RunReport | RunReports,
  choice: ReporterChoice,
  options: DocumentOptions,
): Promise<string> {
  if (choice.name === 'terminal') return ''
  if (choice.name !== 'own') return renderReport(report, choice.name, options)
  const { renderOwn } = await import('./own-reporter.ts')
  return renderOwn(report, { path: resolve(options.cwd, choice.module), name: choice.module })
}

function toReporterError(cause: unknown, choice: ReporterChoice): HarnessError {
  const { file } = choice
  if (cause instanceof HarnessError) {
    const { message, hint } = cause
    // Whatever it is about elsewhere: here it says nothing of the image, and changes no verdict.
    return new HarnessError('reporter-failed', message, { cause: cause.cause, ...(hint === undefined ? {} : { hint }) })
  }
  const where = file === undefined ? '' : ` to ${file}`
  return new HarnessError('reporter-failed', `the ${nameReporter(choice)} reporter could not write${where}`, {
    cause,
    hint: file === undefined ? 'run again with --debug and report this' : 'name a file that can be written',
  })
}

/** A README has more in it than the table; one that is not there yet begins with it. */
async function writeIntoReadme(path: string, table: string): Promise<void> {
  const lines = table.trimEnd().split('\n')
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (isThere) await writeReadme(path, replaceSection(await readReadme(path), lines))
  else await writeText(path, replaceSection(splitMarkedText(`${beginMarker}\n${endMarker}\n`), lines))
}

async function writeText(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path))
  await writeFile(path, text)
}
