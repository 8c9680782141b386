/** Why no more rounds were made. */
export type StopReason = 'narrow' | 'time' | 'rounds' | 'stopped'

export interface StopRule {
  /** Before this many nothing is said of intervals. */
  readonly leastRounds: number
  readonly mostRounds: number
  /** For all rounds together. */
  readonly longestMs: number
}

export interface Progress {
  readonly rounds: number
  readonly elapsedMs: number
  /** What the last round took: the next one takes about as long. */
  readonly lastRoundMs: number
}

/** Whether there are to be no more rounds, and why; undefined to go on. A round that would not end in time is not begun. */
export function decideStop(
  { mostRounds, longestMs }: StopRule,
  { rounds, elapsedMs, lastRoundMs }: Progress,
): StopReason | undefined {
  if (rounds >= mostRounds) return 'rounds'
  return elapsedMs + lastRoundMs > longestMs ? 'time' : undefined
}

/** An interval that reaches this far from its figure says little: the machine was too noisy, or the time too short. */
export const unstableHalfWidth = 0.1
