import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { renderBadgeJson } from '../../../reporters/badge-json.ts'
import { renderBadge } from '../../../reporters/badge.ts'
import type { ExecutionReport, RunReport, RunVerdict, Verdict } from '../../../src/report/report.ts'
import { combineRunReports } from '../../../src/report/run-reports.ts'
import { hostileReport, mixedReport, passedReport, platformReport } from './sample-report.ts'

const verdicts: readonly Verdict[] = ['passed', 'failed', 'inconclusive', 'unverified', 'skipped']
const runVerdicts: readonly (RunVerdict | null)[] = ['passed', 'failed', 'inconclusive', 'unverified', null]
const native: ExecutionReport = { kind: 'native', proof: 'no emulator' }
const executions: readonly ExecutionReport[] = [
  native,
  { kind: 'emulated', emulator: { name: 'qemu-arm' }, proof: 'an emulator' },
  { kind: 'unavailable', reason: 'no handler' },
  { kind: 'none' },
]
const audited = passedReport.platforms.map((platform) => ({ ...platform, execution: { kind: 'none' } as const }))

describe('the badge', () => {
  it.each([
    ['a run that passed', passedReport, { message: '3 verified', color: 'brightgreen' }],
    ['a run that failed', mixedReport, { message: '1 of 4 failed', color: 'red' }],
    ['an audit', { ...passedReport, platforms: audited }, { message: '3 audited, not run', color: 'blue' }],
    [
      'a run of which one platform was only audited',
      { ...passedReport, platforms: [...passedReport.platforms.slice(1), ...audited.slice(0, 1)] },
      { message: '2 of 3 run, others audited', color: 'blue' },
    ],
    [
      'a run with errors',
      { ...passedReport, errors: mixedReport.errors },
      { message: '3 passed, with errors', color: 'yellow' },
    ],
    ['no run', { ...passedReport, verdict: null, platforms: [] }, { message: 'not verified', color: 'lightgrey' }],
    ['an index that failed', { ...passedReport, verdict: 'failed' }, { message: 'failed', color: 'red' }],
    [
      'a later interruption',
      { ...passedReport, verdict: 'unverified' },
      { message: 'not verified', color: 'lightgrey' },
    ],
    [
      'several images',
      combineRunReports(passedReport.tool, 'verify', [passedReport, mixedReport]),
      { message: '1 of 7 failed', color: 'red' },
    ],
  ] as const)('of %s says so', (_, report, says) => {
    expect(JSON.parse(renderBadgeJson(report))).toEqual({ schemaVersion: 1, label: 'platforms', ...says })
    const svg = renderBadge(report)
    using document = XmlDocument.fromString(svg)
    expect(document.root.attr('aria-label')?.value).toBe(`platforms: ${says.message}`)
  })

  it('is green only where every platform asked for was run and passed', () => {
    const wrong: string[] = []
    for (const verdict of runVerdicts)
      for (const own of verdicts)
        for (const execution of executions) {
          const second = platformReport('linux/arm64', { verdict: own, execution })
          const report: RunReport = { ...passedReport, verdict, platforms: [platformReport('linux/amd64'), second] }
          const isGreen = renderBadgeJson(report).includes('green')
          const mayBe =
            verdict === 'passed' &&
            (own === 'skipped' || (own === 'passed' && ['native', 'emulated'].includes(execution.kind)))
          if (isGreen !== mayBe) wrong.push(`${verdict} ${own} ${execution.kind}`)
        }
    expect(wrong).toEqual([])
  })

  it('has nothing of the image in it', () => {
    expect(renderBadge(hostileReport)).not.toMatch(/script|evil|\u202e/)
  })

  it('fetches nothing', () => {
    expect(renderBadge(passedReport).replaceAll(/xmlns(:\w+)?="[^"]*"/g, '')).not.toMatch(/https?:|href|url\((?!#)/)
  })
})
