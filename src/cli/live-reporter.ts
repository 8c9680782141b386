import { advanceLiveState, createLiveState } from '../../reporters/live-state.ts'
import { renderLive } from '../../reporters/live-lines.ts'
import type { Style } from '../../reporters/style.ts'
import { escapeControl } from '../report/escape.ts'
import type { RunEvent } from '../report/event.ts'
import { eraseLines, rewriteLines } from './live-region.ts'
import type { Terminal } from './terminal.ts'

/** How often elapsed times move. */
const tickMs = 100

export interface EventSink {
  onEvent(event: RunEvent): void
  /** Takes away what is only of interest while a run goes on. */
  close(): void
}

/** Shows a run on a terminal: a line per platform, rewritten in place. */
export function openLiveReporter(terminal: Terminal, style: () => Style, now: () => number): EventSink {
  const { stderr } = terminal
  let state = createLiveState(now())
  let shown: readonly string[] = []

  const draw = (): void => {
    const next = renderLive(state, now(), style(), stderr.size().rows)
    stderr.write(rewriteLines(shown, next))
    shown = next
  }
  const erase = (): void => {
    stderr.write(eraseLines(shown, stderr.size().columns))
    shown = []
  }
  const redraw = (): void => {
    erase()
    draw()
  }
  const timer = setInterval(draw, tickMs)
  // A picture of the run must not keep the process alive.
  timer.unref()
  const ignoreSize = terminal.onResize(redraw)
  return {
    onEvent: (event) => {
      state = advanceLiveState(state, event, now())
      if (event.kind === 'notice') {
        erase()
        stderr.write(`${escapeControl(event.message, 1000)}\n`)
      }
      // The image's result is printed next, in place of these lines.
      if (event.kind === 'run-end') erase()
      // A pull tells of its progress a thousand times a second; the next tick shows it.
      else if (event.kind !== 'platform-state') draw()
    },
    close: () => {
      clearInterval(timer)
      ignoreSize()
      erase()
    },
  }
}
