import { expect } from 'vitest'
import type { ErrorCode } from '../../../src/errors.ts'
import { parseStdout } from '../../support/everyarch.ts'
import type { ProcessResult } from '../../support/run-process.ts'

/** What a command that only lists must say of why it did nothing. */
export interface Refusal {
  readonly exitCode: number
  readonly code: ErrorCode
  readonly says: RegExp
  /** The command that helps. */
  readonly hints: RegExp
}

/** Expects it in the document of `--json`, and told to people too. */
export function expectRefusal(result: ProcessResult, { exitCode, code, says, hints }: Refusal): void {
  expect(result.exitCode, result.stderr).toBe(exitCode)
  expect(parseStdout(result)).toMatchObject({
    schemaVersion: 1,
    errors: [{ code, message: expect.stringMatching(says), hint: expect.stringMatching(hints) }],
  })
  expect(result.stderr).toMatch(/^error: /m)
  expect(result.stderr).toMatch(/^ {2}hint: /m)
}
