import { expect, it } from 'vitest'
import type { ErrorCode } from '../../../src/errors.ts'
import type { ExitCode, RunVerdict } from '../../../src/report/report.ts'
import { exitCodeOf, worstExitCode } from '../../../src/report/verdict.ts'

// verdict, errors of the run, exit code; then with --inconclusive pass and fail
it.each<[RunVerdict | null, ErrorCode[], ExitCode, ExitCode, ExitCode]>([
  ['passed', [], 0, 0, 0],
  ['failed', [], 1, 1, 1],
  ['unverified', [], 3, 3, 3],
  ['inconclusive', [], 4, 0, 1],
  [null, [], 2, 2, 2],
  [null, ['usage-invalid'], 2, 2, 2],
  [null, ['config-invalid'], 2, 2, 2],
  [null, ['reference-invalid'], 2, 2, 2],
  [null, ['platform-invalid'], 2, 2, 2],
  [null, ['image-not-found'], 2, 2, 2],
  [null, ['image-unsupported'], 2, 2, 2],
  [null, ['node-too-old'], 2, 2, 2],
  [null, ['suite-invalid'], 2, 2, 2],
  [null, ['registry-unreachable'], 3, 3, 3],
  ['unverified', ['registry-unreachable'], 3, 3, 3],
  ['unverified', ['registry-tls'], 3, 3, 3],
  ['unverified', ['registry-denied'], 3, 3, 3],
  ['unverified', ['registry-rate-limited'], 3, 3, 3],
  ['unverified', ['engine-absent'], 3, 3, 3],
  ['unverified', ['engine-denied'], 3, 3, 3],
  ['unverified', ['disk-full'], 3, 3, 3],
  ['unverified', ['internal'], 3, 3, 3],
  ['passed', ['reporter-failed'], 3, 3, 3],
  ['passed', ['internal'], 3, 3, 3],
  ['passed', ['deadline-exceeded'], 3, 3, 3],
  ['failed', ['engine-failed'], 1, 1, 1],
  ['failed', ['internal', 'reporter-failed'], 1, 1, 1],
  ['failed', ['suite-invalid'], 2, 2, 2],
  ['unverified', ['suite-invalid'], 2, 2, 2],
  ['inconclusive', ['pull-failed'], 3, 3, 1],
  ['inconclusive', ['suite-invalid', 'pull-failed'], 2, 2, 2],
  ['unverified', ['interrupted'], 130, 130, 130],
  ['failed', ['interrupted'], 130, 130, 130],
  ['unverified', ['suite-invalid', 'interrupted'], 130, 130, 130],
])('%s with errors %j exits with %i (inconclusive as pass %i, as fail %i)', (verdict, codes, exit, asPass, asFail) => {
  const errors = codes.map((code) => ({ code }))
  expect(exitCodeOf({ verdict, errors })).toBe(exit)
  expect(exitCodeOf({ verdict, errors, inconclusive: 'pass' })).toBe(asPass)
  expect(exitCodeOf({ verdict, errors, inconclusive: 'fail' })).toBe(asFail)
})

it.each<RunVerdict | null>(['passed', 'failed', 'unverified', 'inconclusive', null])(
  'an interrupted run that says %s exits with 130',
  (verdict) => {
    expect(exitCodeOf({ verdict, interrupted: true })).toBe(130)
    expect(exitCodeOf({ verdict, interrupted: true, errors: [{ code: 'engine-failed' }] })).toBe(130)
  },
)

// Of several images or several errors, one exit code wins.
it.each<[ExitCode[], ExitCode]>([
  [[], 0],
  [[0, 0], 0],
  [[0, 4], 4],
  [[4, 3], 3],
  [[3, 1], 1],
  [[1, 4], 1],
  [[1, 2], 2],
  [[0, 1, 2, 3, 4, 130], 130],
])('of %j the one that wins is %i', (codes, winner) => {
  expect(worstExitCode(codes)).toBe(winner)
  expect(worstExitCode(codes.toReversed())).toBe(winner)
})
