import { expect, test } from 'vitest'
import { createFinding } from '../../../src/report/finding.ts'
import type { CheckedOwn } from '../../../src/run/own-checks.ts'
import type { OwnTest } from '../../../src/run/own-test.ts'
import { reportOwnChecks } from '../../../src/run/own-report.ts'
import { emulated, observation } from './observations.ts'

const well = { kind: 'well', how: '200 on /' } as const

function testOf(status: OwnTest['status'], messages: readonly string[] = []): OwnTest {
  return { file: 'api.test.ts', test: 'it answers', status, durationMs: 4, messages, line: 7 }
}

function report(checked: Partial<CheckedOwn> | undefined, options: { isEmulated?: boolean } = {}) {
  const seen = options.isEmulated === true ? { outcome: well, execution: emulated } : { outcome: well }
  return reportOwnChecks({
    names: ['api.test.ts'],
    checked: checked === undefined ? undefined : { tests: [], unfinished: new Map(), ...checked },
    observation: observation(seen),
    classified: [],
    review: (finding) => finding,
  })
}

test('a failed test is a finding that says where it stands and what it said, natively and emulated', () => {
  for (const isEmulated of [false, true]) {
    const { findings, checks } = report({ tests: [testOf('passed'), testOf('failed', ['no\nmore'])] }, { isEmulated })
    expect(checks).toEqual([{ name: 'api.test.ts', status: 'failed', durationMs: 8, tests: 2 }])
    expect(findings).toMatchObject([
      {
        code: 'suite/test-failed',
        severity: 'error',
        message: 'api.test.ts:7: it answers: no',
        evidence: { messages: ['no\nmore'] },
      },
    ])
  }
})

test('a test whose container died of a signal under emulation is inconclusive, natively it is an error', () => {
  const died = { tests: [testOf('failed', ['no answer'])], death: { exitCode: 139, isSignal: true } }
  expect(report(died, { isEmulated: true })).toMatchObject({
    findings: [{ severity: 'inconclusive', message: expect.stringContaining('its container had ended with 139') }],
    checks: [{ status: 'inconclusive' }],
  })
  expect(report(died)).toMatchObject({ findings: [{ severity: 'error' }], checks: [{ status: 'failed' }] })
})

test('a test that is late is suite/timeout: wrong natively, inconclusive under emulation', () => {
  const late = { tests: [testOf('timed-out', ['Test timed out in 5000ms.'])] }
  expect(report(late).findings).toMatchObject([{ code: 'suite/timeout', severity: 'error' }])
  expect(report(late, { isEmulated: true }).findings).toMatchObject([{ severity: 'inconclusive' }])
})

test('a suite that did not run is no pass', () => {
  expect(report(undefined).checks).toMatchObject([{ status: 'unverified', reason: 'the application did not come up' }])
  const unfinished = new Map([['api.test.ts', 'other.test.ts kept it from running']])
  expect(report({ unfinished }).checks).toMatchObject([{ status: 'unverified' }])
  expect(report({ tests: [testOf('skipped')] }).checks).toMatchObject([{ status: 'skipped' }])
})

test('a suite of a platform that did not start shares the verdict of its start', () => {
  const finding = createFinding('run/crash', 'it was ended', { severity: 'inconclusive' })
  const { checks } = reportOwnChecks({
    names: ['api.test.ts'],
    checked: undefined,
    observation: observation({ outcome: { kind: 'crashed', signal: 11, afterMs: 4 }, execution: emulated }),
    classified: [{ check: 'start', finding }],
    review: (it) => it,
  })
  expect(checks).toMatchObject([{ name: 'api.test.ts', status: 'inconclusive' }])
})
