import { describe, expect, it } from 'vitest'
import { renderManyReports } from '../../../reporters/many-images-text.ts'
import { renderMatrix } from '../../../reporters/matrix-text.ts'
import { createFinding } from '../../../src/report/finding.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { combineRunReports } from '../../../src/report/run-reports.ts'
import { arm64, ascii, passedReport, plain, platformReport } from './sample-report.ts'

const lacking: RunReport = {
  ...passedReport,
  image: { reference: 'example.com/lacking:1', digest: `sha256:${'cd'.repeat(32)}` },
  verdict: 'failed',
  exitCode: 1,
  platforms: [platformReport('linux/amd64')],
  findings: [
    createFinding('index/platform-missing', 'linux/arm64 is not in the index', {
      evidence: { missing: 'linux/arm64' },
    }),
    createFinding('index/nested', 'an index inside the index'),
  ],
}

const absent: RunReport = {
  ...passedReport,
  image: { reference: 'example.com/absent:1' },
  verdict: null,
  exitCode: 2,
  platforms: [],
  errors: [{ code: 'image-not-found', message: 'there is no such image', hint: 'check the spelling' }],
}

function render(reports: readonly RunReport[], style = plain): string {
  return renderManyReports(style, combineRunReports(passedReport.tool, 'inspect', reports)).join('\n')
}

describe('several images', () => {
  it('are a row each, and what is wrong comes below', () => {
    expect(render([passedReport, lacking, absent])).toMatchInlineSnapshot(`
      "                             amd64  arm64  arm/v7
      ✓  example.com/acme/app:1.4  ✓      ✓      ✓
      ✗  example.com/lacking:1     ✓      ✗      –
      ✗  example.com/absent:1      ?      ?      ?

      ✗ example.com/lacking:1
        index/platform-missing: linux/arm64 is not in the index

      ✗ example.com/absent:1
        error: there is no such image
        hint: check the spelling

      failed: 1 of 3 images passed, 1 failed, 1 not looked at"
    `)
  })

  it('need no more than their rows when all passed', () => {
    expect(render([passedReport, passedReport]).split('\n')).toHaveLength(5)
  })

  it('are not all passed when one could not be looked at', () => {
    expect(render([passedReport, absent])).toContain('incomplete: 1 of 2 images passed, 1 not looked at')
  })

  it('failed by warnings are told these', () => {
    const strict = { ...lacking, findings: lacking.findings.slice(1), platforms: [arm64] }
    expect(render([strict, strict])).toContain('index/nested: an index inside the index')
  })

  it('with many findings show the first, and where the others are', () => {
    const findings = Array.from({ length: 9 }, (_, number) =>
      createFinding('index/platform-invalid', `number ${number}`),
    )
    expect(render([{ ...lacking, findings }, passedReport])).toContain(
      '  and 4 more: everyarch inspect example.com/lacking:1',
    )
  })

  it('are told in ASCII where there is nothing else', () => {
    // The last of all things written turns dashes into ASCII.
    expect(render([passedReport, lacking, absent], ascii).replaceAll('–', '-')).toMatch(/^[ -~\n]+$/)
  })
})

describe('the matrix', () => {
  const names = Array.from({ length: 30 }, (_, number) => `linux/architecture${number}`)
  const many = { name: 'a', platforms: new Map(names.map((name) => [name, 'passed' as const])) }

  it('is no wider than the terminal, and says what it leaves out', () => {
    const lines = renderMatrix(plain, [many])
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(plain.columns)
    expect(lines.join(' ')).toMatch(/not shown: .*architecture29$/)
  })

  it('shows what most images have first, and one Windows for all its versions', () => {
    const windows = new Map([
      ['windows(10.0.20348)/amd64', 'passed'],
      ['windows(10.0.26100)/amd64', 'failed'],
      ['linux/s390x', 'passed'],
    ] as const)
    const lines = renderMatrix(plain, [
      { name: 'one', platforms: windows },
      { name: 'two', platforms: new Map([['linux/s390x', 'passed']] as const) },
    ])
    expect(lines).toEqual(['     s390x  windows/amd64', 'one  ✓      ✗', 'two  ✓      –'])
  })

  it('leaves out what was not asked for', () => {
    const platforms = new Map([
      ['linux/amd64', 'skipped'],
      ['linux/arm64', 'passed'],
    ] as const)
    expect(renderMatrix(plain, [{ name: 'one', platforms }])).toEqual(['     arm64', 'one  ✓'])
  })

  it('lets no name reach the terminal unescaped', () => {
    const platforms = new Map([['linux/\u001b[2J', 'passed']] as const)
    expect(renderMatrix(plain, [{ name: 'a\u001b[31m', platforms }]).join('')).not.toContain('\u001b')
  })
})
