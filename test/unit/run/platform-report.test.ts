import { expect, test } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { createFinding } from '../../../src/report/finding.ts'
import type { Verdict } from '../../../src/report/report.ts'
import type { Classified } from '../../../src/run/checks.ts'
import { createPlatformReport } from '../../../src/run/platform-report.ts'
import type { SuiteResult } from '../../../src/run/suites.ts'
import { observation, type Seen } from './observations.ts'

const well = { kind: 'well', how: '200 on /', readyMs: 412.4, status: 200 } as const
const passed = ['architecture', 'start', 'health'].map((suite) => result(suite, true))

function result(suite: string, isPassed: boolean): SuiteResult {
  return {
    project: 'linux/amd64',
    suite,
    test: 'it does',
    passed: isPassed,
    durationMs: 3.6,
    messages: isPassed ? [] : ['no'],
  }
}

function report(seen: Seen, suites: readonly SuiteResult[] = passed, classified: readonly Classified[] = []) {
  const audited = { findings: [], checks: [], sizeBytes: 7 }
  return createPlatformReport({
    observation: observation(seen),
    classified,
    suites,
    audited,
    engine: { name: 'default', info: { product: 'docker', version: '28.5.2' } },
    strict: false,
  })
}

function statuses({ checks }: ReturnType<typeof report>): Record<string, Verdict> {
  return Object.fromEntries(checks.map(({ name, status }) => [name, status]))
}

test('a platform whose suites passed has passed, with what was measured', () => {
  const passing = report({ outcome: well })
  expect(statuses(passing)).toEqual({ architecture: 'passed', start: 'passed', health: 'passed' })
  expect(passing).toMatchObject({
    platform: 'linux/amd64',
    verdict: 'passed',
    uname: 'x86_64',
    health: { url: '/', how: '200 on /', status: 200, readyMs: 412 },
    execution: { kind: 'native', engine: 'default', engineVersion: 'Docker 28.5.2' },
    sizeBytes: 7,
  })
})

test('a suite that did not run proves nothing', () => {
  const unproven = report({ outcome: well }, passed.slice(0, 2))
  expect(statuses(unproven)).toMatchObject({ health: 'unverified' })
  expect(unproven.verdict).toBe('unverified')
})

test('a failed test that nothing explains is a finding', () => {
  const failed = report({ outcome: well }, [...passed.slice(1), result('architecture', false)])
  expect(failed.findings.map(({ code }) => code)).toEqual(['suite/test-failed'])
  expect(failed.verdict).toBe('failed')
})

test("a check has the status of its finding's severity", () => {
  const finding = createFinding('run/crash', 'it was ended by SIGSEGV', { severity: 'inconclusive' })
  const crashed = report(
    { outcome: { kind: 'crashed', signal: 11, afterMs: 5 } },
    [result('start', false)],
    [{ check: 'start', finding }],
  )
  expect(statuses(crashed)).toMatchObject({ start: 'inconclusive', health: 'inconclusive' })
})

test('what the engine kept from running is unverified, with the reason', () => {
  const error = new HarnessError('pull-failed', 'the registry went away')
  const unverified = report({ outcome: { kind: 'unproven', error } }, [])
  expect(unverified.verdict).toBe('unverified')
  expect(unverified.checks.find(({ name }) => name === 'start')?.reason).toBe('the registry went away')
})

test('an application that cannot be asked has no health check to hold', () => {
  const staying = report(
    { outcome: { kind: 'well', how: 'stayed up 1 s' }, expectation: { kind: 'stay' } },
    passed.slice(0, 2),
  )
  expect(statuses(staying)).toMatchObject({ health: 'skipped' })
  expect(staying.verdict).toBe('passed')
  expect(staying.health).toEqual({ how: 'stayed up 1 s' })
})

test('of several paths the one that was answered wrongly is reported', () => {
  const answer = { kind: 'wrong', status: 503, problem: 'answered 503, not 200, on /ready', path: '/ready' } as const
  const unsettled = report({ outcome: { kind: 'unsettled', readyMs: 5, answer } })
  expect(unsettled.health).toEqual({ url: '/ready', status: 503, readyMs: 5 })
})
