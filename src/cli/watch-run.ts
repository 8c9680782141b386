import { createLiveState, advanceLiveState } from '../../reporters/live-state.ts'
import { renderProgress } from '../../reporters/progress-lines.ts'
import { renderResult, renderSummary } from '../../reporters/report-text.ts'
import type { RunEvent } from '../report/event.ts'
import type { RunReport } from '../report/report.ts'
import { openLiveReporter, type EventSink } from './live-reporter.ts'
import type { Screen } from './screen.ts'
import type { Terminal } from './terminal.ts'

export interface WatchOptions {
  readonly terminal: Terminal
  readonly screen: Screen
  readonly quiet: boolean
  /** True where lines can be rewritten in place. */
  readonly isLive: boolean
  /** True when standard output is for a document: then results go beside it. */
  readonly isDataTaken: boolean
  /** Monotonic, in milliseconds. */
  readonly now: () => number
}

/** Shows a run to a person while it goes on, and each image's result when it is there. */
export function watchRun(options: WatchOptions): EventSink {
  const { terminal, screen, quiet, isLive, now } = options
  const progress = quiet
    ? openSilence()
    : isLive
      ? openLiveReporter(terminal, () => screen.errorStyle, now)
      : openProgressLog(options)
  let startedAtMs = now()
  return {
    onEvent: (event) => {
      progress.onEvent(event)
      if (event.kind !== 'run-end') return
      printReport(options, event.report, now() - startedAtMs)
      startedAtMs = now()
    },
    close: () => progress.close(),
  }
}

function openSilence(): EventSink {
  return { onEvent: () => undefined, close: () => undefined }
}

function openProgressLog({ screen, now }: WatchOptions): EventSink {
  let state = createLiveState(now())
  return {
    onEvent: (event: RunEvent) => {
      const line = renderProgress(screen.errorStyle, state, event, now())
      if (line !== undefined) screen.printAside([line])
      state = advanceLiveState(state, event, now())
    },
    close: () => undefined,
  }
}

/** Table and findings, then errors, then the line that sums up; of a quiet run only what went wrong. */
function printReport({ screen, quiet, isDataTaken }: WatchOptions, report: RunReport, elapsedMs: number): void {
  const style = isDataTaken ? screen.errorStyle : screen.style
  const print = isDataTaken ? screen.printAside : screen.printData
  if (!quiet || report.exitCode !== 0) {
    const result = renderResult(style, report, { quiet })
    if (result.length > 0) print([...result, ''])
  }
  screen.printErrors(report.errors)
  // Of what was never run, its error says all.
  if (report.verdict !== null && (!quiet || report.exitCode !== 0)) print([renderSummary(style, report, elapsedMs)])
}
