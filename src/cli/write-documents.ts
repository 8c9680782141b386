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
 * returned, and of the JSON, which comes last.
 */
export async function writeDocuments<T extends RunReport | RunReports>(
  report: T,
  options: DocumentOptions,
): Promise<T> {
  const texts = options.reporters.filter(({ name }) => name !== 'json')
  const errors = await Promise.all(texts.map((choice) => writeDocument(report, choice, options)))
  const complete = addErrors(report, errors.flat())
  const jsons = options.reporters.filter(({ name }) => name === 'json')
  const lateErrors = await Promise.all(jsons.map((choice) => writeDocument(complete, choice, options)))
  return addErrors(complete, lateErrors.flat())
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
