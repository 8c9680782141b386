import { describe, expect, it } from 'vitest'
import { applyWaivers } from '../../../src/report/apply-waivers.ts'
import { createFinding } from '../../../src/report/finding.ts'
import type { ExecutionReport, PlatformReport, RunReport } from '../../../src/report/report.ts'
import { reviewWaivers } from '../../../src/report/waiver-use.ts'
import type { Waiver } from '../../../src/report/waiver.ts'

const now = new Date('2026-06-30T12:00:00Z')
const foreign = createFinding('rootfs/foreign-binary', 'x', { evidence: { paths: ['/opt/a'] } })
const waiver: Waiver = { code: 'rootfs/foreign-binary', platform: 'linux/arm64', reason: 'cross' }

interface Given {
  readonly command?: string
  readonly findings?: PlatformReport['findings']
  readonly execution?: ExecutionReport
  readonly failed?: boolean
}

function report(waivers: readonly Waiver[], given: Given = {}): RunReport {
  return {
    schemaVersion: 1,
    tool: { name: 'everyarch', version: '1.0.0' },
    command: given.command ?? 'inspect',
    createdAt: '2026-06-30T12:00:00Z',
    verdict: 'passed',
    exitCode: 0,
    findings: [],
    platforms: [
      {
        platform: 'linux/arm64',
        execution: given.execution ?? { kind: 'none' },
        verdict: 'passed',
        findings: applyWaivers(given.findings ?? [], waivers, now, 'linux/arm64'),
        checks: [],
      },
    ],
    errors: given.failed === true ? [{ code: 'registry-timeout', message: 'late' }] : [],
  }
}

function review(given: Waiver, ...reports: readonly Given[]): readonly string[] {
  const made = reports.map((one) => report([given], one))
  return reviewWaivers([given], made, now).map(({ code, severity, message }) => `${severity} ${code}: ${message}`)
}

describe('a waiver is', () => {
  it('said nothing of when it waived a finding', () => {
    expect(review(waiver, { findings: [foreign] })).toEqual([])
    expect(review({ ...waiver, path: '/opt/**' }, { findings: [foreign] })).toEqual([])
  })

  it('said nothing of when it waived a finding of one image among several', () => {
    expect(review(waiver, {}, { findings: [foreign] })).toEqual([])
  })

  it.each<[string, Waiver]>([
    ['nothing was found', { ...waiver, code: 'rootfs/foreign-rootfs' }],
    ['it was found elsewhere', { ...waiver, platform: 'linux/s390x' }],
    ['its path is another', { ...waiver, path: '/srv/**' }],
  ])('unused when %s', (_, given) => {
    expect(review(given, { findings: [foreign] })).toEqual([
      expect.stringMatching(/^warning waiver\/unused: the waiver of rootfs\/foreign-\w+ on .* waives nothing: cross$/),
    ])
  })

  it.each<[string, Waiver, Given]>([
    ['the audit did not end', waiver, { failed: true }],
    ['nothing was to be run', { ...waiver, code: 'run/crash' }, {}],
    ['its platform was not run', { ...waiver, code: 'run/crash' }, { command: 'verify' }],
    ['nothing was measured', { ...waiver, code: 'bench/regression' }, { command: 'verify' }],
  ])('not called unused when %s', (_, given, one) => {
    expect(review(given, one)).toEqual([])
  })

  it('unused when its platform was run and did well', () => {
    const execution = { kind: 'native', proof: 'a proof' } as const
    expect(review({ ...waiver, code: 'run/crash' }, { command: 'verify', execution })).toHaveLength(1)
  })

  it('expired after its last day, whether or not it is still needed', () => {
    const expired = { ...waiver, expires: '2026-06-29' }
    const [needed] = reviewWaivers([expired], [report([expired], { findings: [foreign] })], now)
    expect(needed).toMatchObject({
      code: 'waiver/expired',
      severity: 'warning',
      message: 'the waiver of rootfs/foreign-binary on linux/arm64 was valid until 2026-06-29: cross',
      hint: 'correct what it waived, or give it a later day',
    })
    const [idle] = reviewWaivers([expired], [report([expired])], now)
    expect(idle).toMatchObject({ code: 'waiver/expired', hint: expect.stringContaining('remove it') })
  })
})
