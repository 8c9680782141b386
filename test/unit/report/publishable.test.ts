import { describe, expect, it } from 'vitest'
import { judgeProof, staticReason } from '../../../src/report/publishable.ts'
import type { PlatformReport, RunReport } from '../../../src/report/report.ts'
import { passedReport } from '../reporters/sample-report.ts'

const [first] = passedReport.platforms
if (first === undefined) throw new Error('the report has no platform')
const passed: PlatformReport = first

function judge(change: Partial<PlatformReport>, report: Partial<RunReport> = {}) {
  return judgeProof({ ...passedReport, platforms: [{ ...passed, ...change }], ...report })
}

describe('an image', () => {
  it('is proven where every platform was run and passed', () => {
    expect(judgeProof(passedReport)).toEqual({ obstacles: [], accepted: [] })
  })

  it.each([
    ['was not asked for', { verdict: 'skipped' }],
    ['was not run', { execution: { kind: 'none' } }],
    ['was not run', { execution: { kind: 'unavailable', reason: 'no handler' } }],
    ['is failed', { verdict: 'failed' }],
    ['is unverified', { verdict: 'unverified' }],
  ] as const)('is not proven where one %s', (said, change) => {
    expect(judge(change).obstacles).toEqual([`${passed.platform} ${said}`])
  })

  it('is not proven by a run that found nothing to look at, nor by none', () => {
    expect(judgeProof({ ...passedReport, platforms: [] }).obstacles).toEqual(['no platform was looked at'])
    expect(judgeProof({ ...passedReport, verdict: null, exitCode: 2 }).obstacles).toEqual(['there was no run'])
  })

  it('is not proven where a platform failed, which is named, nor where the index did', () => {
    const failed = { verdict: 'failed', exitCode: 1 } as const
    expect(judge({ verdict: 'failed' }, failed).obstacles).toEqual([`${passed.platform} is failed`])
    expect(judge({}, failed).obstacles).toEqual(['its verdict is failed'])
  })

  it('is not proven by a run that passed and met an error', () => {
    const errors = [{ code: 'reporter-failed', message: 'report.json cannot be written' }] as const
    expect(judge({}, { exitCode: 3, errors }).obstacles).toEqual(['report.json cannot be written'])
  })

  it('is not proven by an audit that did not pass, though no more was wanted', () => {
    const checks = [{ name: 'start', status: 'skipped', reason: staticReason }] as const
    for (const verdict of ['failed', 'unverified', 'inconclusive'] as const) {
      const { obstacles, accepted } = judge({ execution: { kind: 'none' }, checks, verdict }, { verdict, exitCode: 1 })
      expect([obstacles, accepted]).toEqual([[`${passed.platform} is ${verdict}`], []])
    }
  })

  it('is not proven where it is inconclusive and nobody said that this will do', () => {
    for (const exitCode of [4, 1] as const) {
      expect(judge({ verdict: 'inconclusive' }, { verdict: 'inconclusive', exitCode })).toEqual({
        obstacles: [`${passed.platform} is inconclusive`],
        accepted: [],
      })
    }
  })

  it('is not proven by what did not end with 0, whatever else is told', () => {
    expect(judge({}, { exitCode: 130 }).obstacles).toEqual(['its verdict is passed, and it ended with 130'])
  })

  it('is accepted on the word of the user, which is shown', () => {
    const checks = [{ name: 'start', status: 'skipped', reason: staticReason }] as const
    const evidence = { waived: { severity: 'error', reason: 'known' } }
    const findings = [{ code: 'index/nested', severity: 'info', message: 'nested', evidence }] as const
    expect(judge({ execution: { kind: 'none' }, checks, findings })).toEqual({
      obstacles: [],
      accepted: [`${passed.platform} was not run, as level: 'static' says`, 'index/nested is waived: known'],
    })
    expect(judge({ verdict: 'inconclusive' }, { verdict: 'inconclusive', exitCode: 0 })).toEqual({
      obstacles: [],
      accepted: [`${passed.platform} is inconclusive`],
    })
  })
})
