import type { RunEvent } from '../report/event.ts'
import type { PlatformReport } from '../report/report.ts'

/** Events of a run, of which the ends of platforms are kept back until all is known of them. */
export interface HeldEnds {
  readonly onEvent: (event: RunEvent) => void
  /** Tells of the ends that were kept, with what the reports say by now. */
  end(reports: ReadonlyMap<string, PlatformReport>): void
}

/** Lets everything pass where nothing is to be kept. */
export function holdEnds(onEvent: (event: RunEvent) => void, isHeld: boolean): HeldEnds {
  if (!isHeld) return { onEvent, end: () => undefined }
  return {
    onEvent: (event) => {
      if (event.kind !== 'platform-end') onEvent(event)
    },
    end: (reports) => {
      for (const [platform, report] of reports) onEvent({ kind: 'platform-end', platform, report })
    },
  }
}
