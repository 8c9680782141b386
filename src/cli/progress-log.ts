import { renderBuildEnd } from '../../reporters/build-text.ts'
import { advanceLiveState, createLiveState } from '../../reporters/live-state.ts'
import { renderProgress } from '../../reporters/progress-lines.ts'
import type { RunEvent } from '../report/event.ts'
import type { Reporter } from '../report/reporter.ts'
import type { Screen } from './screen.ts'

/** Tells of a run line by line, where lines cannot be rewritten. */
export function openProgressLog(screen: Screen, now: () => number): Reporter {
  let state = createLiveState(now())
  const log = (event: RunEvent): void => {
    const line = renderProgress(screen.errorStyle, state, event, now())
    if (line !== undefined) screen.printAside([line])
    state = advanceLiveState(state, event, now())
  }
  return {
    onBuildStart: log,
    onBuildStep: log,
    onBuildEnd: (event) => {
      screen.printAside(renderBuildEnd(screen.errorStyle, event.report))
      log(event)
    },
    onImageResolved: log,
    onPlatformPlanned: log,
    onPlatformState: log,
    onPlatformEnd: log,
    onNotice: log,
    onRunEnd: log,
  }
}
