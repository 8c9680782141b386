import type { BlameStep } from '../report/blame.ts'
import type { Finding } from '../report/finding.ts'
import type { Target } from '../plan/target.ts'
import type { BlameOptions } from './blame-case.ts'
import { findBlame } from './blame.ts'
import { checkFloor, type FloorCheck } from './cpu-floor.ts'
import { describeHealth } from './describe-outcome.ts'
import { endingOf, mayBeEmulation } from './ending.ts'
import type { Observation, Outcome } from './observation.ts'
import type { Slots } from './slots.ts'
import type { TargetRun, TargetRunOptions } from './target-run.ts'

export interface StartBlameOptions extends Partial<Pick<BlameOptions, 'attempts' | 'emulators' | 'nativePlaceOf'>> {
  /** Whether platforms are run on the oldest CPU they promise, too. @default false */
  readonly checksFloor?: boolean
  /** Knows what is wrong with a target's files. */
  readonly audit: Promise<{ readonly of: (target: Target) => { readonly findings: readonly Finding[] } }>
  /** What a try of a target takes a place of. */
  readonly slots: (target: Target) => Slots
}

/** One target's observation, and what is found of the cause after it. */
export interface Blamed {
  readonly target: Target
  readonly observation: Promise<Observation>
  /** None for an application that is well, or whose end has nothing to do with emulation. */
  readonly steps: Promise<readonly BlameStep[]>
  /** Where it was asked for. */
  readonly floor: Promise<FloorCheck | undefined>
}

interface StartedRun {
  readonly run: TargetRun
  readonly settings: TargetRunOptions
}

export interface BlameSearch {
  readonly blamed: readonly Blamed[]
  /** Ends what still goes on; resolves when nothing of it is left. */
  stop(): Promise<void>
}

/** Has each run's death looked into as soon as it happened, and what is well tried further, while others still run. */
export function startBlame(runs: readonly StartedRun[], options: StartBlameOptions): BlameSearch {
  const { audit, slots, attempts, emulators = [], nativePlaceOf } = options
  const natives = runs.filter(({ settings }) => settings.target.execution.kind === 'native')
  const shared: Omit<BlameOptions, 'slots'> = {
    attempts,
    emulators,
    nativePlaceOf,
    filesOf: async ({ target }) => (await audit).of(target).findings,
    natives: () => Promise.all(natives.map(({ run }) => run.observation)),
  }
  const over = new AbortController()
  const blamed = runs.map(({ run, settings }): Blamed => {
    const bounded = { ...settings, signal: AbortSignal.any([settings.signal, over.signal]) }
    void run.outcome.then((outcome) => {
      const ending = mayBeEmulation({ target: settings.target, outcome }) ? endingOf(outcome) : undefined
      if (ending !== undefined) settings.onState('finding-the-cause', `it ${ending.words}`)
    })
    const places = slots(settings.target)
    const { observation } = run
    const steps = observation.then(
      (seen) => findBlame(seen, bounded, { ...shared, slots: places }).catch(() => []),
      () => [],
    )
    const floor = observation.then(
      (seen) => (options.checksFloor === true ? checkFloor(seen, bounded, { emulators, slots: places }) : undefined),
      () => undefined,
    )
    void Promise.all([observation, steps, floor])
      .then(([{ outcome }]) => settings.onState('done', describeEnd(outcome)))
      .catch(() => undefined)
    return { target: settings.target, observation, steps, floor }
  })
  return {
    blamed,
    stop: async () => {
      over.abort()
      await Promise.allSettled(blamed.flatMap(({ steps, floor }) => [steps, floor]))
    },
  }
}

/** For those who wait for the verdict, which comes when all platforms were seen. */
function describeEnd(outcome: Outcome): string {
  const { problem, how } = describeHealth(outcome)
  return problem ?? how ?? 'it ended as asked'
}
