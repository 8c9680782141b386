import { HarnessError } from '../errors.ts'
import { plainText } from './engine-text.ts'

const goneCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ETIMEDOUT',
]

/** An answer of the engine that is no success. */
export interface EngineAnswer {
  readonly status: number
  /** The engine's own words. */
  readonly message: string
}

/** The error for an answer of the engine; `details.status` and `details.engineMessage` let callers tell them apart. */
export function answerError(action: string, answer: EngineAnswer): HarnessError {
  const message = plainText(answer.message) || `status ${answer.status}`
  if (isDiskFull(message)) return diskFull(message)
  return new HarnessError('engine-failed', `the engine could not ${action}: ${message}`, {
    hint: answer.status >= 500 ? 'see what the engine logged, or restart it' : 'run everyarch doctor',
    details: { status: answer.status, engineMessage: message },
  })
}

/** The status of the answer this error came from, if it came from one. */
export function answerStatus(error: unknown): number | undefined {
  const status = error instanceof HarnessError ? error.details['status'] : undefined
  return typeof status === 'number' ? status : undefined
}

/** The engine's own words in this error, if it came from an answer. */
export function answerMessage(error: unknown): string | undefined {
  const message = error instanceof HarnessError ? error.details['engineMessage'] : undefined
  return typeof message === 'string' ? message : undefined
}

/** The error for a connection that could not be made, or broke. */
export function connectionError(action: string, where: string, cause: unknown): HarnessError {
  const code = errorCode(cause)
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (code === 'EACCES' || code === 'EPERM') {
    return new HarnessError('engine-denied', `no permission to use the engine at ${where}`, {
      cause,
      hint: 'add this user to the docker group (then log in again), or use sudo or a rootless engine',
    })
  }
  const gone = goneCodes.includes(code ?? '') || /socket hang up|aborted|premature close/i.test(reason)
  return new HarnessError(
    gone ? 'engine-absent' : 'engine-failed',
    `could not ${action}: ${where}: ${plainText(reason)}`,
    {
      cause,
      hint: gone ? 'start Docker, or name another engine with --engine' : 'run everyarch doctor',
    },
  )
}

/** What an aborted signal means: its reason when that says something, else that the run was interrupted. */
export function abortError(signal: AbortSignal): HarnessError {
  const reason: unknown = signal.reason
  if (reason instanceof HarnessError) return reason
  if (errorName(reason) === 'TimeoutError') {
    return new HarnessError('deadline-exceeded', 'the deadline passed', { cause: reason, hint: 'raise --deadline' })
  }
  return new HarnessError('interrupted', 'interrupted', { cause: reason })
}

export function timeoutError(action: string, timeoutMs: number): HarnessError {
  return new HarnessError('engine-failed', `the engine did not ${action} within ${timeoutMs / 1000} s`, {
    hint: 'the engine is overloaded or stuck: see what it logged, or restart it',
    details: { timeoutMs },
  })
}

export function isDiskFull(message: string): boolean {
  return /no space left on device|not enough space on the disk|disk quota exceeded/i.test(message)
}

export function diskFull(message: string): HarnessError {
  return new HarnessError('disk-full', `the engine's disk is full: ${message}`, {
    hint: 'free some space (docker system df shows what takes it), or give --remove-images',
    details: { engineMessage: message },
  })
}

/** `ECONNREFUSED` and the like, from anything thrown. */
export function errorCode(thrown: unknown): string | undefined {
  const code: unknown = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' ? code : undefined
}

function errorName(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.name : undefined
}
