import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ReporterChoice } from '../config/reporter-choice.ts'
import { HarnessError } from '../errors.ts'
import type { RunReport } from '../report/report.ts'
import type { RunReports } from '../report/run-reports.ts'
import { quoteText } from '../oci/quote.ts'

export interface OwnModule {
  /** Absolute. */
  readonly path: string
  /** As the user wrote it. */
  readonly name: string
  /** @default a minute */
  readonly timeoutMs?: number
}

const hint = 'write: export default (report) => …, a function that returns the text'
/** Longer than any document takes, and short enough for a job to end. */
const deadlineMs = 60_000

/** Finds out before a run that a reporter is not there. @throws HarnessError `config-invalid` */
export async function requireOwnReporters(reporters: readonly ReporterChoice[], cwd: string): Promise<void> {
  for (const choice of reporters) {
    if (choice.name !== 'own') continue
    const isFile = await stat(resolve(cwd, choice.module)).then(
      (found) => found.isFile(),
      () => false,
    )
    if (isFile) continue
    throw new HarnessError('config-invalid', `the reporter ${quoteText(choice.module, 300)} is no file`, {
      hint: 'correct its path, which begins in the folder the command is run in',
    })
  }
}

/**
 * What a reporter of the user's own makes of a report: the text that the default export of its module returns. It is
 * given a copy, so that nothing it does changes the report.
 * @throws HarnessError `reporter-failed`
 */
export async function renderOwn(report: RunReport | RunReports, own: OwnModule): Promise<string> {
  const { name, timeoutMs = deadlineMs } = own
  const render = await importReporter(own)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failed(name, `did not end within ${timeoutMs / 1000} s`)), timeoutMs)
  })
  try {
    const text: unknown = await Promise.race([Promise.resolve(render(structuredClone(report))), late])
    if (typeof text !== 'string') throw failed(name, `returned ${text === null ? 'null' : typeof text}, and no text`)
    return text
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause
    throw failed(name, 'threw', cause)
  } finally {
    clearTimeout(timer)
  }
}

async function importReporter({ path, name }: OwnModule): Promise<(report: RunReport | RunReports) => unknown> {
  const module: unknown = await import(pathToFileURL(path).href).catch((cause: unknown) => {
    throw failed(name, 'cannot be loaded', cause)
  })
  const render = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined
  if (typeof render !== 'function') throw failed(name, 'exports no function by default')
  return (report): unknown => Reflect.apply(render, undefined, [report])
}

function failed(name: string, says: string, cause?: unknown): HarnessError {
  return new HarnessError('reporter-failed', `the reporter ${quoteText(name, 300)} ${says}`, {
    hint: cause === undefined ? hint : 'correct it: its report is not written; everything else is',
    ...(cause === undefined ? {} : { cause }),
  })
}
