import { inspect } from 'node:util'
import { toHarnessError, type HarnessError } from '../errors.ts'
import type { ErrorReport, RunReport, ToolInfo } from './report.ts'
import { usualHint } from './usual-hint.ts'
import { exitCodeOf } from './verdict.ts'

/** Deeper than this, a chain of causes says nothing new (and may be a circle). */
const maxCauses = 8

/** An error as it stands in a report: its causes in one line, credentials left out. */
export function toErrorReport(error: HarnessError): ErrorReport {
  const causes = listCauses(error)
  const hint = error.hint ?? usualHint(error.code)
  return {
    code: error.code,
    message: redactCredentials(error.message),
    ...(hint === undefined ? {} : { hint }),
    ...(causes.length === 0 ? {} : { cause: causes.join(': ') }),
  }
}

/** What each cause of an error said, outermost first; what repeats is left out. */
export function listCauses(error: Error): readonly string[] {
  const messages: string[] = []
  let cause: unknown = error.cause
  for (let depth = 0; cause !== undefined && cause !== null && depth < maxCauses; depth += 1) {
    const message = redactCredentials(causeMessage(cause))
    if (message !== '' && !messages.some((known) => known.includes(message))) messages.push(message)
    cause = cause instanceof Error ? cause.cause : undefined
  }
  const told = redactCredentials(error.message)
  return messages.filter((message) => !told.includes(message))
}

/** A connection that was tried at several addresses has its messages one level down. */
function causeMessage(cause: unknown): string {
  if (cause instanceof AggregateError && cause.message === '')
    return [...new Set(cause.errors.map(causeMessage))].join(', ')
  if (cause instanceof Error) return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message
  return typeof cause === 'string' ? cause : inspect(cause, { depth: 1, breakLength: Infinity })
}

/** Leaves out passwords in addresses and tokens in headers. */
export function redactCredentials(text: string): string {
  return text
    .replaceAll(/(\b(?:https?|tcp|ssh|git|socks5?):\/\/)[^\s/@]{1,500}@/gi, '$1***@')
    .replaceAll(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***')
}

export interface FailedRun {
  readonly tool: ToolInfo
  readonly command: string
  /** The image as the user named it, when it is known. */
  readonly reference?: string | undefined
  readonly thrown: unknown
  readonly createdAt: Date
  readonly interrupted?: boolean
}

/** The report of a run that ended before it could prove anything: its error, and no verdict when it never began. */
export function createFailureReport({
  tool,
  command,
  reference,
  thrown,
  createdAt,
  interrupted,
}: FailedRun): RunReport {
  const error = toHarnessError(thrown)
  const verdict = error.exitCode === 2 ? null : 'unverified'
  return {
    schemaVersion: 1,
    tool,
    command,
    createdAt: createdAt.toISOString(),
    ...(reference === undefined ? {} : { image: { reference } }),
    verdict,
    exitCode: exitCodeOf({ verdict, errors: [error], interrupted: interrupted === true }),
    findings: [],
    platforms: [],
    errors: [toErrorReport(error)],
  }
}
