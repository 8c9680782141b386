import { appendFile, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { ReporterChoice } from '../config/reporter-choice.ts'
import { HarnessError } from '../errors.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { ErrorReport, RunReport } from '../report/report.ts'
import type { DocumentReporter, ReporterName } from '../report/reporter.ts'
import { addErrors, type RunReports } from '../report/run-reports.ts'
import { makeFolder } from '../verbs/make-folder.ts'

type DocumentName = Exclude<ReporterName, 'terminal'>

/** Every reporter that makes a document; each is loaded only when it is asked for. */
const documentReporters: Readonly<Record<DocumentName, () => Promise<DocumentReporter>>> = {
  json: async () => (await import('../../reporters/json.ts')).renderJson,
  markdown: async () => (await import('../../reporters/markdown.ts')).renderMarkdown,
  github: async () => (await import('../../reporters/github.ts')).renderGithub,
}

export interface DocumentOptions {
  readonly reporters: readonly ReporterChoice[]
  /** Files are named from here. */
  readonly cwd: string
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
  { name, file }: ReporterChoice,
  options: DocumentOptions,
): Promise<readonly ErrorReport[]> {
  if (name === 'terminal') return []
  try {
    const render = await documentReporters[name]()
    const text = render(report)
    if (file === undefined) options.print(text)
    else await writeText(resolve(options.cwd, file), text)
    if (name === 'github' && options.stepSummaryFile !== undefined) {
      const renderMarkdown = await documentReporters.markdown()
      await appendFile(options.stepSummaryFile, renderMarkdown(report))
    }
    return []
  } catch (cause) {
    const where = file === undefined ? '' : ` to ${file}`
    const error = new HarnessError('reporter-failed', `the ${name} reporter could not write${where}`, {
      cause,
      hint: file === undefined ? 'run again with --debug and report this' : 'name a file that can be written',
    })
    return [toErrorReport(error)]
  }
}

async function writeText(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path))
  await writeFile(path, text)
}
