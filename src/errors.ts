/** What each error code means for the run: the exit code it leads to (see the README's table of exit codes). */
const exitCodes = {
  'usage-invalid': 2,
  'config-invalid': 2,
  'reference-invalid': 2,
  'platform-invalid': 2,
  'image-not-found': 2,
  'image-unsupported': 2,
  'node-too-old': 2,
  'suite-invalid': 2,
  'report-invalid': 2,
  'readme-invalid': 2,
  'build-failed': 2,
  'registry-unreachable': 3,
  'registry-tls': 3,
  'registry-denied': 3,
  'registry-rate-limited': 3,
  'registry-timeout': 3,
  'registry-failed': 3,
  'registry-invalid': 3,
  'credentials-invalid': 3,
  'digest-mismatch': 3,
  'size-mismatch': 3,
  'content-missing': 3,
  'content-invalid': 3,
  'limit-exceeded': 3,
  'engine-absent': 3,
  'engine-denied': 3,
  'engine-failed': 3,
  'pull-failed': 3,
  'disk-full': 3,
  'deadline-exceeded': 3,
  'dependency-failed': 3,
  'builder-failed': 3,
  'publish-refused': 3,
  'publish-failed': 3,
  'reporter-failed': 3,
  internal: 3,
  interrupted: 130,
} as const

/** The stable name of an error of the run. */
export type ErrorCode = keyof typeof exitCodes

/** True for a code of the table. */
export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(exitCodes, text)
}

/** Every code of the table. */
export function listErrorCodes(): readonly string[] {
  return Object.keys(exitCodes)
}

/** The exit code an error of the run leads to when nothing worse was found. */
export function exitCodeOfError(code: ErrorCode): 2 | 3 | 130 {
  return exitCodes[code]
}

/** What an error says beside its code and its message. */
export interface HarnessErrorOptions {
  /** One thing the user can do next. */
  readonly hint?: string
  /** Facts worth keeping in a report; never credentials. */
  readonly details?: Readonly<Record<string, string | number | boolean>>
  /** What was thrown before it. */
  readonly cause?: unknown
}

/** An error of the run (never of the image): a code, a message, one hint that can be acted on, and the cause. */
export class HarnessError extends Error {
  /** Always `HarnessError`. */
  override readonly name = 'HarnessError'
  /** The stable name of what went wrong. */
  readonly code: ErrorCode
  /** One thing the user can do next. */
  readonly hint: string | undefined
  /** Facts worth keeping in a report; never credentials. */
  readonly details: Readonly<Record<string, string | number | boolean>>

  constructor(code: ErrorCode, message: string, options: HarnessErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.details = options.details ?? {}
  }

  /** The process exit code this error leads to when nothing worse was found. */
  get exitCode(): 2 | 3 | 130 {
    return exitCodes[this.code]
  }
}

/** Anything thrown, as a {@link HarnessError}: an unknown error becomes `internal` and keeps its cause. */
export function toHarnessError(thrown: unknown): HarnessError {
  if (thrown instanceof HarnessError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new HarnessError('internal', `unexpected: ${message}`, {
    cause: thrown,
    hint: 'run again with --debug and report this with its output',
  })
}
