import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { parseRunReport, parseRunReports } from '../../../src/report/parse.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { combineRunReports } from '../../../src/report/run-reports.ts'

const digest = `sha256:${'a'.repeat(64)}` as const

const complete: RunReport = {
  schemaVersion: 1,
  tool: { name: 'everyarch', version: '0.1.0' },
  command: 'verify',
  createdAt: '2026-11-22T04:00:00Z',
  image: { reference: 'example.com/app:1', digest, mediaType: 'application/vnd.oci.image.index.v1+json' },
  verdict: 'failed',
  exitCode: 1,
  findings: [
    { code: 'index/nested', severity: 'warning', message: 'nested', evidence: { path: ['a', { b: [1, true] }] } },
  ],
  attestations: 2,
  platforms: [
    {
      platform: 'linux/arm64',
      declared: 'linux/arm64/v8',
      digest,
      sizeBytes: 48_000_000,
      execution: {
        kind: 'emulated',
        emulator: { name: 'qemu-aarch64', version: '7.2.22' },
        proof: 'its process is qemu-aarch64',
        engine: 'default',
      },
      verdict: 'failed',
      findings: [{ code: 'run/crash', severity: 'error', message: 'ended by SIGSEGV', evidence: {}, hint: 'run it' }],
      checks: [
        { name: 'architecture', status: 'passed', durationMs: 412.5 },
        { name: 'health', status: 'skipped', reason: 'nothing to ask' },
      ],
      uname: 'aarch64',
      health: { url: '/', how: '200 on /', status: 200, readyMs: 1283 },
      benchmarks: [{ name: 'start', medianMs: 1283, samples: [1, 2, 3], factor: 6.4 }],
    },
    {
      platform: 'linux/amd64',
      execution: { kind: 'native', proof: 'same', engine: 'default', engineVersion: 'Docker 28.5.2' },
      verdict: 'passed',
      findings: [],
      checks: [],
    },
    {
      platform: 'linux/s390x',
      execution: { kind: 'unavailable', reason: 'no handler' },
      verdict: 'unverified',
      findings: [],
      checks: [],
    },
    {
      platform: 'windows(10.0.20348)/amd64',
      execution: { kind: 'none' },
      verdict: 'skipped',
      findings: [],
      checks: [],
    },
  ],
  errors: [{ code: 'engine-failed', message: 'it went away', hint: 'start it', cause: 'ECONNRESET' }],
}

/** A copy of the complete report, as if read from a file, with one value at a dotted path replaced. */
function withValue(path: string, value: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(complete))
  const keys = path.split('.')
  let parent = copy
  for (const key of keys.slice(0, -1)) parent = Reflect.get(Object(parent), key)
  Reflect.set(Object(parent), keys.at(-1) ?? '', value)
  return copy
}

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(HarnessError)
    expect(error).toMatchObject({ code: 'report-invalid', exitCode: 2 })
    return error instanceof Error ? error.message : ''
  }
  throw new Error('nothing was thrown')
}

describe('a saved report', () => {
  it('is read back as it was written', () => {
    expect(parseRunReport(JSON.parse(JSON.stringify(complete)))).toEqual(complete)
  })

  it('may have no verdict', () => {
    expect(parseRunReport(withValue('verdict', null)).verdict).toBeNull()
  })

  it('may hold fields of a later version, which are left out', () => {
    expect(parseRunReport(withValue('platforms.0.color', 'blue'))).toEqual(complete)
  })

  it('of several images is read back as it was written', () => {
    const reports = combineRunReports(complete.tool, 'verify', [
      complete,
      { ...complete, verdict: 'passed', exitCode: 0 },
    ])
    expect(parseRunReports(JSON.parse(JSON.stringify(reports)))).toEqual(reports)
    expect(parseRunReports(JSON.parse(JSON.stringify(complete)))).toEqual(complete)
  })

  it('of several images names the report that is wrong', () => {
    const reports = { ...combineRunReports(complete.tool, 'verify', [complete]), reports: [complete, {}] }
    expect(messageOf(() => parseRunReports(reports))).toContain('report.reports[1].schemaVersion is missing')
  })

  it('of a later schema is refused with a sentence that says so', () => {
    expect(messageOf(() => parseRunReport(withValue('schemaVersion', 2)))).toBe(
      'report.schemaVersion is 2: the report was written by a later everyarch',
    )
  })
})

describe('a damaged report is refused and the place named:', () => {
  it.each<[string, unknown, string]>([
    ['schemaVersion', undefined, 'report.schemaVersion is missing: it must be 1'],
    ['schemaVersion', '1', 'report.schemaVersion must be 1, not "1"'],
    ['tool', 'everyarch', 'report.tool must be an object, not "everyarch"'],
    ['tool.name', 'other', 'report.tool.name must be "everyarch", not "other"'],
    ['command', 7, 'report.command must be a string, not 7'],
    ['createdAt', 'yesterday', 'report.createdAt must be a date and time like 2026-11-22T04:00:00Z, not "yesterday"'],
    ['createdAt', '2026-13-45T99:00:00Z', 'report.createdAt must be a date'],
    ['image.digest', 'sha256:abc', 'report.image.digest must be a digest, not "sha256:abc"'],
    ['image.reference', undefined, 'report.image.reference is missing'],
    ['verdict', 'fine', 'report.verdict must be "passed" or "failed" or "inconclusive" or "unverified", not "fine"'],
    ['verdict', 'skipped', 'report.verdict must be'],
    ['verdict', undefined, 'report.verdict is missing'],
    ['exitCode', 7, 'report.exitCode must be 0 or 1 or 2 or 3 or 4 or 130, not 7'],
    ['findings', {}, 'report.findings must be a list, not an object'],
    ['findings.0.code', 'index/nonsense', 'report.findings[0].code must be a known finding code, not "index/nonsense"'],
    ['findings.0.code', 'toString', 'report.findings[0].code must be a known finding code'],
    ['findings.0.severity', 'bad', 'report.findings[0].severity must be'],
    ['findings.0.evidence', [1], 'report.findings[0].evidence must be an object, not a list of 1'],
    [
      'findings.0.evidence.path',
      null,
      'report.findings[0].evidence.path must be a JSON value other than null, not null',
    ],
    ['attestations', -1, 'report.attestations must be a number from 0 up, not -1'],
    ['platforms', null, 'report.platforms must be a list, not null'],
    ['platforms.0', 'linux/arm64', 'report.platforms[0] must be an object, not "linux/arm64"'],
    ['platforms.1.platform', undefined, 'report.platforms[1].platform is missing'],
    ['platforms.0.execution.kind', 'magic', 'report.platforms[0].execution.kind must be "native" or'],
    ['platforms.0.execution.emulator', undefined, 'report.platforms[0].execution.emulator is missing'],
    ['platforms.0.execution.proof', undefined, 'report.platforms[0].execution.proof is missing'],
    ['platforms.0.verdict', 'good', 'report.platforms[0].verdict must be'],
    ['platforms.0.checks.0.status', 'ok', 'report.platforms[0].checks[0].status must be'],
    ['platforms.0.checks.0.durationMs', 'fast', 'report.platforms[0].checks[0].durationMs must be a number from 0 up'],
    ['platforms.0.health.url', 5, 'report.platforms[0].health.url must be a string, not 5'],
    ['platforms.0.health.how', 5, 'report.platforms[0].health.how must be a string, not 5'],
    ['platforms.0.benchmarks.0.samples.1', null, 'report.platforms[0].benchmarks[0].samples[1] must be a number'],
    ['platforms.0.uname', 'x'.repeat(1001), 'report.platforms[0].uname must be at most 1000 characters long, not "xxx'],
    ['errors.0.code', 'oops', 'report.errors[0].code must be a known error code, not "oops"'],
    [
      'errors',
      Array.from({ length: 1001 }, () => ({})),
      'report.errors must be a list of at most 1000, not a list of 1001',
    ],
  ])('%s = %j', (path, value, message) => {
    expect(messageOf(() => parseRunReport(withValue(path, value)))).toContain(message)
  })

  it.each([undefined, null, 7, 'text', [], true])('%j instead of a report', (value) => {
    expect(messageOf(() => parseRunReport(value))).toMatch(/^report (must be|is missing)/)
  })

  it('evidence that is nested too deep', () => {
    let evidence: unknown = 1
    for (let level = 0; level < 50; level += 1) evidence = { deeper: evidence }
    expect(messageOf(() => parseRunReport(withValue('findings.0.evidence.path', evidence)))).toContain('levels deep')
  })

  it('a prototype is never taken for a field', () => {
    const report = Object.create(complete)
    expect(messageOf(() => parseRunReport(report))).toBe('report.schemaVersion is missing: it must be 1')
  })
})
