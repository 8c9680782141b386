import type { BlameStep } from '../report/blame.ts'
import { tryAttempts } from './blame-attempts.ts'
import { askControl } from './blame-control.ts'
import { tryOtherCpu } from './blame-cpu.ts'
import { trySecondEmulators } from './blame-emulators.ts'
import { readFiles } from './blame-files.ts'
import { tryNativeEngine } from './blame-native-engine.ts'
import { compareWithNative } from './blame-native.ts'
import { findSignature } from './blame-signature.ts'
import type { BlameOptions, Case } from './blame-case.ts'
import { endingOf, mayBeEmulation } from './ending.ts'
import type { Observation } from './observation.ts'
import { missesSetUserId } from './set-user-id.ts'
import type { TargetRunOptions } from './target-run.ts'

const shortestTryMs = 10_000
/** An application that died soon shows soon whether it dies again. */
const tryFactor = 4

/**
 * Looks for what is to blame for a death under emulation: first what can be read, then what must be tried, the tries side
 * by side. What settles the question ends the search.
 */
export async function findBlame(
  observation: Observation,
  run: TargetRunOptions,
  options: BlameOptions,
): Promise<readonly BlameStep[]> {
  const ending = endingOf(observation.outcome)
  if (ending === undefined || !mayBeEmulation(observation)) return []
  // The handler's missing flag is the cause, whatever is tried.
  if (observation.withoutSetUserId !== undefined && missesSetUserId(observation.log)) return []
  const asked: Case = { observation, ending, run, options, timeoutMs: timeoutOf(observation) }
  const steps: BlameStep[] = []
  const isSettled = async (step: Promise<BlameStep>): Promise<boolean> => {
    const done = await step
    steps.push(done)
    return done.result === 'explains'
  }
  if (await isSettled(readFiles(asked))) return steps
  if (await isSettled(askControl(asked))) return steps
  if (await isSettled(compareWithNative(asked))) return steps
  const [attempts, emulators, cpu] = await tryAll(asked)
  steps.push(attempts, ...emulators, cpu)
  steps.push(findSignature(asked, attempts.result === 'differs'))
  const place = await options.nativePlaceOf?.(run.target).catch(() => undefined)
  if (place !== undefined) steps.push(await tryNativeEngine(asked, place))
  return steps
}

/** Side by side, but in turn where tries would find the files of each other. */
async function tryAll(asked: Case): Promise<readonly [BlameStep, readonly BlameStep[], BlameStep]> {
  const { mounts = [] } = asked.run.settings.application
  if (mounts.every(({ isReadOnly }) => isReadOnly)) {
    return Promise.all([tryAttempts(asked), trySecondEmulators(asked), tryOtherCpu(asked)])
  }
  return [await tryAttempts(asked), await trySecondEmulators(asked), await tryOtherCpu(asked)]
}

function timeoutOf({ outcome, deadline }: Observation): number {
  if (!('afterMs' in outcome) || outcome.kind === 'timed-out') return deadline.timeoutMs
  return Math.min(Math.max(shortestTryMs, outcome.afterMs * tryFactor), deadline.timeoutMs)
}
