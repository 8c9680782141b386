import { HarnessError } from '../errors.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { RunEvent } from '../report/event.ts'
import type { ErrorReport } from '../report/report.ts'
import { reportEvent, type Reporter } from '../report/reporter.ts'

/** Several reporters that are told the same. */
export interface Broadcast {
  onEvent(event: RunEvent): void
  close(): void
  /** What went wrong in reporters. */
  errors(): readonly ErrorReport[]
}

/** Tells every reporter of a run; one that throws ends neither the run nor the others, and is told nothing more. */
export function broadcast(reporters: readonly Reporter[]): Broadcast {
  const failed = new Map<Reporter, ErrorReport>()
  const tell = (action: (reporter: Reporter) => void): void => {
    for (const reporter of reporters.filter((each) => !failed.has(each))) {
      try {
        action(reporter)
      } catch (cause) {
        const hint = 'run again with --debug and report this with its output'
        const error = new HarnessError('reporter-failed', 'the terminal reporter failed', { cause, hint })
        failed.set(reporter, toErrorReport(error))
      }
    }
  }
  return {
    onEvent: (event) => tell((reporter) => reportEvent(reporter, event)),
    close: () => tell((reporter) => reporter.close?.()),
    errors: () => [...failed.values()],
  }
}
