import { HarnessError } from '../errors.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { RunEvent } from '../report/event.ts'
import type { ErrorReport } from '../report/report.ts'
import type { EventSink } from './live-reporter.ts'

export interface GuardedSink extends EventSink {
  /** What went wrong in it. */
  errors(): readonly ErrorReport[]
}

/** Keeps a reporter that throws from ending the run: it is told nothing more, and its error is kept. */
export function guardSink(sink: EventSink): GuardedSink {
  const errors: ErrorReport[] = []
  const guard = (action: () => void): void => {
    if (errors.length > 0) return
    try {
      action()
    } catch (cause) {
      const hint = 'run again with --debug and report this with its output'
      errors.push(toErrorReport(new HarnessError('reporter-failed', 'the terminal reporter failed', { cause, hint })))
    }
  }
  return {
    onEvent: (event: RunEvent) => guard(() => sink.onEvent(event)),
    close: () => guard(() => sink.close()),
    errors: () => errors,
  }
}
