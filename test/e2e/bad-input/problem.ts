import { expect } from 'vitest'
import type { ErrorCode } from '../../../src/errors.ts'
import { parseRunReports } from '../../../src/report/parse.ts'
import type { ExitCode } from '../../../src/report/report.ts'
import { listRunReports, type RunReports } from '../../../src/report/run-reports.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { parseStdout } from '../../support/everyarch.ts'
import type { ProcessResult } from '../../support/run-process.ts'

/** What the tool must say of something that went wrong. */
export interface Problem {
  readonly exitCode: ExitCode
  readonly code: ErrorCode
  /** What is wrong, in its one message. */
  readonly says: RegExp
  /** What to do next. */
  readonly hints: RegExp
}

/** Expects that a run with `--json` told of one problem, to people and in its document; gives the report. */
export function expectProblem(result: ProcessResult, problem: Problem): RunReport {
  const { exitCode, code, says, hints } = problem
  const said = unwrap(result.stderr)
  expect(result.exitCode, said).toBe(exitCode)
  const messages = [...said.matchAll(/^error: (?<message>.*)(?:\n {2}cause: .*)?(?:\n {2}hint: (?<hint>.*))?$/gm)]
  expect(
    messages.map(({ groups }) => ({ ...groups })),
    said,
  ).toEqual([{ message: expect.stringMatching(says), hint: expect.stringMatching(hints) }])
  expect(said).not.toMatch(/^\s+at |unexpected:|\bundefined\b|\[object/m)

  const [report, ...others] = listRunReports(readReport(result))
  if (report === undefined) throw new Error('no report')
  expect(others).toEqual([])
  expect(report.exitCode).toBe(exitCode)
  const errors = [{ code, message: expect.stringMatching(says), hint: expect.stringMatching(hints) }]
  expect(report.errors).toMatchObject(errors)
  return report
}

/** The report on a run's standard output. */
export function readReport(result: ProcessResult): RunReport | RunReports {
  return parseRunReports(parseStdout(result))
}

/** Lines that were broken for the terminal, whole again. */
export function unwrap(text: string): string {
  return text.replaceAll(/\n {2}(?! |hint: |cause: )/g, ' ')
}
