import { HarnessError, toHarnessError, type ErrorCode } from '../errors.ts'
import type { GivenValue } from './option.ts'
import { InvalidParts } from './parts.ts'

/** One thing that is wrong with the settings, and where it was given. */
export interface Problem {
  /** `--timeout`, `EVERYARCH_TIMEOUT`, `everyarch.config.ts: timeout`. */
  readonly label: string
  readonly message: string
  readonly hint?: string
  readonly code: ErrorCode
}

/** A value that could not be read, as the problems of the place it was given in. */
export function toProblems(given: GivenValue, thrown: unknown): readonly Problem[] {
  if (!(thrown instanceof InvalidParts)) return [toProblem(given, thrown)]
  return thrown.parts.map(({ where, error }) => {
    // Nobody counts how often a flag was given.
    const place = given.source === 'command-line' ? where.replace(/^\[\d+\]/, '') : where
    return toProblem({ ...given, label: `${given.label}${place}` }, error)
  })
}

function toProblem(given: GivenValue, thrown: unknown): Problem {
  const error = toHarnessError(thrown)
  const hint = error.hint === undefined ? {} : { hint: error.hint }
  const code =
    error.code !== 'config-invalid' ? error.code : given.source === 'command-line' ? 'usage-invalid' : error.code
  return { label: given.label, message: error.message, ...hint, code }
}

/** All problems as one error; one alone keeps its code and its hint. */
export function problemsError(found: readonly Problem[]): HarnessError | undefined {
  // What is read for several platforms is wrong for each of them.
  const problems = [...new Map(found.map((problem) => [`${problem.label}: ${problem.message}`, problem])).values()]
  const [first, ...more] = problems
  if (first === undefined) return undefined
  const hint = first.hint === undefined ? {} : { hint: first.hint }
  if (more.length === 0) return new HarnessError(first.code, `${first.label}: ${first.message}`, hint)
  const lines = problems.map((problem) => `  ${problem.label}: ${problem.message}${inParentheses(problem.hint)}`)
  const code = problems.every((problem) => problem.code === first.code) ? first.code : 'config-invalid'
  return new HarnessError(code, [`${problems.length} settings are wrong`, ...lines].join('\n'), {
    hint: 'correct them all and run again',
  })
}

function inParentheses(hint: string | undefined): string {
  return hint === undefined ? '' : ` (${hint})`
}
