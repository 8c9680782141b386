import { expect, test } from 'vitest'
import { applyWaivers } from '../../../src/report/apply-waivers.ts'
import { createFinding } from '../../../src/report/finding.ts'
import type { Waiver } from '../../../src/report/waiver.ts'
import { createPlatformReport } from '../../../src/run/platform-report.ts'
import { observation } from './observations.ts'

const now = new Date('2026-06-30T12:00:00Z')
const reason = 'ends on purpose'
const passedAudit = { findings: [], checks: [{ name: 'registry', status: 'passed' }], sizeBytes: 7 } as const

function crashedWith(waivers: readonly Waiver[]) {
  const crash = createFinding('run/crash', 'it was ended by SIGSEGV')
  const suite = { project: 'linux/amd64', test: 'it does', passed: true, durationMs: 3, messages: [] }
  return createPlatformReport({
    observation: observation({ outcome: { kind: 'crashed', signal: 11, afterMs: 5 } }),
    classified: [{ check: 'start', finding: crash }],
    suites: [{ ...suite, suite: 'architecture' }],
    audited: passedAudit,
    engine: { name: 'default', info: { product: 'docker', version: '28.5.2' } },
    strict: false,
    review: (finding, platform) => applyWaivers([finding], waivers, now, platform)[0] ?? finding,
  })
}

test('a finding of a run that is waived fails nothing, and its checks say that they did not count', () => {
  const { verdict, findings, checks } = crashedWith([{ code: 'run/crash', platform: 'linux/amd64', reason }])
  expect(verdict).toBe('passed')
  expect(findings).toMatchObject([{ severity: 'info', evidence: { waived: { severity: 'error', reason } } }])
  expect(checks).toMatchObject([
    { name: 'registry', status: 'passed' },
    { name: 'architecture', status: 'passed' },
    { name: 'start', status: 'skipped', reason: `waived: ${reason}` },
    { name: 'health', status: 'skipped' },
  ])
})

test('a waiver of another platform changes nothing', () => {
  expect(crashedWith([{ code: 'run/crash', platform: 'linux/arm64', reason }]).verdict).toBe('failed')
})

test('a failed test that is waived fails nothing', () => {
  const waivers: readonly Waiver[] = [{ code: 'suite/test-failed', reason }]
  const failed = { project: 'linux/amd64', test: 'it does', passed: false, durationMs: 3, messages: ['no'] }
  const suites = ['architecture', 'start', 'health'].map((suite) => ({ ...failed, suite, passed: suite !== 'start' }))
  const report = createPlatformReport({
    observation: observation({ outcome: { kind: 'well', how: '200 on /', readyMs: 4, status: 200 } }),
    classified: [],
    suites,
    audited: passedAudit,
    engine: { name: 'default', info: { product: 'docker', version: '28.5.2' } },
    strict: false,
    review: (finding, platform) => applyWaivers([finding], waivers, now, platform)[0] ?? finding,
  })
  expect(report.verdict).toBe('passed')
  expect(report.checks.find(({ name }) => name === 'start')).toMatchObject({ status: 'skipped' })
})
