import type { Observation, Outcome } from './observation.ts'
import { signalName, signalOfExitCode } from './signals.ts'

/** How an application's time ended, as far as two of them can be compared. */
export interface Ending {
  /** Equal for endings of the same kind: `signal 11`. */
  readonly key: string
  /** The end of a sentence that begins with the application: `was ended by SIGSEGV`. */
  readonly words: string
  readonly isWell: boolean
  /** The signal it died of. */
  readonly signal?: number
}

/** Undefined where nothing is known of the application. */
export function endingOf(outcome: Outcome): Ending | undefined {
  switch (outcome.kind) {
    case 'unproven':
      return undefined
    case 'well':
      return { key: 'well', words: 'does what is expected', isWell: true }
    case 'refused':
      return { key: 'refused', words: 'cannot be executed', isWell: false }
    case 'crashed':
      return bySignal(outcome.signal)
    case 'exited': {
      const { shortOf } = outcome
      if (shortOf !== undefined) return { key: `short of ${shortOf}`, words: `runs out of ${shortOf}`, isWell: false }
      const signal = signalOfExitCode(outcome.exitCode)
      if (signal !== undefined && signal <= 31) return bySignal(signal)
      return { key: `exit ${outcome.exitCode}`, words: `ends with exit code ${outcome.exitCode}`, isWell: false }
    }
    case 'short-of-processes':
      return { key: 'short of processes', words: 'runs out of processes', isWell: false }
    case 'unfulfilled':
      return { key: 'unfulfilled', words: 'ends without having done all that was asked', isWell: false }
    case 'unsettled':
      return { key: 'unsettled', words: 'answers once and then no more', isWell: false }
    case 'timed-out': {
      const { answer } = outcome
      if (answer.kind === 'wrong') return { key: `answer: ${answer.problem}`, words: answer.problem, isWell: false }
      return { key: 'timed out', words: 'stays alive without doing what is expected', isWell: false }
    }
  }
}

/** True for an end that an emulator may be the cause of; memory and files have causes of their own. */
export function mayBeEmulation({ target, outcome }: Pick<Observation, 'target' | 'outcome'>): boolean {
  if (target.execution.kind !== 'emulated') return false
  const ending = endingOf(outcome)
  return ending !== undefined && !ending.isWell && ending.key !== 'refused' && !ending.key.startsWith('short of')
}

function bySignal(signal: number): Ending {
  return { key: `signal ${signal}`, words: `is ended by ${signalName(signal)}`, isWell: false, signal }
}
