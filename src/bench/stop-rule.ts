/** Why no more rounds were made. */
export type StopReason = 'narrow' | 'time' | 'rounds' | 'stopped'

export interface StopRule {
  /** Before this many nothing is said of intervals. */
  readonly leastRounds: number
  readonly mostRounds: number
  /** For all rounds together. */
  readonly longestMs: number
  /** An interval that reaches no further from its figure is narrow enough: 0.025 is ± 2.5 %. */
  readonly halfWidth: number
}

export interface Progress {
  readonly rounds: number
  readonly elapsedMs: number
  /** How far the widest interval reaches, as a part of its figure. */
  readonly halfWidth: number
}

/** Whether enough was measured, and why; undefined to go on. A round that would not end in time is not begun. */
export function decideStop(rule: StopRule, { rounds, elapsedMs, halfWidth }: Progress): StopReason | undefined {
  if (rounds >= rule.mostRounds) return 'rounds'
  if (rounds >= rule.leastRounds && halfWidth <= rule.halfWidth) return 'narrow'
  const perRoundMs = rounds === 0 ? 0 : elapsedMs / rounds
  return elapsedMs + perRoundMs > rule.longestMs && rounds > 0 ? 'time' : undefined
}

/** An interval that reaches this far from its figure says little: the machine was too noisy, or the time too short. */
export const unstableHalfWidth = 0.1
