import { renderBuildEnd } from '../../reporters/build-text.ts'
import { advanceLiveState, createLiveState } from '../../reporters/live-state.ts'
import { renderLive } from '../../reporters/live-lines.ts'
import type { Style } from '../../reporters/style.ts'
import { escapeControl } from '../report/escape.ts'
import type { RunEvent } from '../report/event.ts'
import type { Reporter } from '../report/reporter.ts'
import { formatLine, formatLines } from './presentation.ts'
import { asFrame, clipLine, eraseLines, rewriteLines } from './live-region.ts'
import type { Terminal } from './terminal.ts'

/** How often elapsed times move. */
const tickMs = 100

/**
 * Shows a run on a terminal: a line per platform, rewritten in place.
 *
 * @param style asked for each time, since a terminal may change its width
 */
export function openLiveReporter(terminal: Terminal, style: () => Style, now: () => number): Reporter {
  const { stderr } = terminal
  let state = createLiveState(now())
  let shown: readonly string[] = []

  const render = (): readonly string[] => {
    const { columns, rows } = stderr.size()
    // The last column stays free, as terminals differ in what follows a full line, and the last row is the cursor's.
    const current = { ...style(), columns: columns - 1 }
    const lines = renderLive(state, now(), current, rows - 1)
    return lines.slice(0, Math.max(rows - 1, 1)).map((line) => clipLine(formatLine(line, current), columns - 1))
  }
  const draw = (): void => {
    const next = render()
    stderr.write(asFrame(rewriteLines(shown, next)))
    shown = next
  }
  /** Everything in one write: nobody sees the lines gone. */
  const drawBelow = (text: string): void => {
    const next = render()
    stderr.write(asFrame(`${eraseLines(shown, stderr.size().columns)}${text}${rewriteLines([], next)}`))
    shown = next
  }
  const erase = (): void => {
    stderr.write(asFrame(eraseLines(shown, stderr.size().columns)))
    shown = []
  }
  const timer = setInterval(draw, tickMs)
  // A picture of the run must not keep the process alive.
  timer.unref()
  const ignoreSize = terminal.onResize(() => drawBelow(''))
  const follow = (event: RunEvent): void => {
    state = advanceLiveState(state, event, now())
  }
  const followAndDraw = (event: RunEvent): void => {
    follow(event)
    draw()
  }
  const say = (lines: readonly string[]): void => drawBelow(formatLines(lines, style()))
  return {
    onBuildStart: followAndDraw,
    onBuildStep: follow,
    onBuildEnd: (event) => {
      follow(event)
      say(renderBuildEnd(style(), event.report))
    },
    onImageResolved: followAndDraw,
    onPlatformPlanned: followAndDraw,
    // A pull tells of its progress a thousand times a second; the next tick shows it.
    onPlatformState: follow,
    onAuditProgress: follow,
    onPlatformEnd: followAndDraw,
    onNotice: ({ message }) => say([escapeControl(message, 1000)]),
    onRunEnd: (event) => {
      follow(event)
      // The image's result is printed next, in place of these lines.
      erase()
    },
    close: () => {
      clearInterval(timer)
      ignoreSize()
      erase()
    },
  }
}
