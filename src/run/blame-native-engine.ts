import type { BlameStep } from '../report/blame.ts'
import { makeAttempt } from './attempt.ts'
import { isAlike } from './blame-native.ts'
import type { Case } from './blame-case.ts'
import type { NativePlace } from './native-place.ts'

/** A machine elsewhere may be a slow one. */
const shortestTryMs = 60_000

/** Runs an application that died under an emulator on hardware of its own: what it does there is its own doing. */
export async function tryNativeEngine(asked: Case, { engine, execution, supply }: NativePlace): Promise<BlameStep> {
  const { run, ending, options } = asked
  const step = 'native-engine'
  const evidence = { engine: engine.name }
  const target = { ...run.target, execution }
  const restore = (): Promise<void> => supply.pull(target, () => undefined)
  const timeoutMs = Math.max(asked.timeoutMs, shortestTryMs)
  try {
    const attempt = await makeAttempt({ run: { ...run, target, engine, restore }, timeoutMs, slots: options.slots })
    if (attempt.kind === 'not-made') {
      const says = `it could not be run on ${engine.name}: ${attempt.error.message}`
      return { step, result: 'not-done', says, evidence }
    }
    const other = attempt.ending
    const result = other.isWell ? 'works' : isAlike(other, ending) ? 'same' : 'differs'
    const says = `natively, on ${engine.name}, it ${other.words}${result === 'same' ? ' too' : ''}`
    return { step, result, says, evidence: { ...evidence, ending: other.key } }
  } finally {
    await supply.release(target)
  }
}
