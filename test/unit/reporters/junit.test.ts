import { readFileSync } from 'node:fs'
import { XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { renderJunit } from '../../../reporters/junit.ts'
import { createFinding } from '../../../src/report/finding.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { combineRunReports } from '../../../src/report/run-reports.ts'
import { fullReport } from './full-report.ts'
import { hostileReport, mixedReport, passedReport, platformReport } from './sample-report.ts'

const schema = XmlDocument.fromString(readFileSync(new URL('../../fixtures/junit.xsd', import.meta.url), 'utf8'))
const validator = XsdValidator.fromDoc(schema)

interface ReadCase {
  readonly suite: string
  readonly name: string
  /** `failure run/hang`, `error`, `skipped`; nothing where it passed. */
  readonly outcome: string
}

/** What a dashboard reads out of a document that is valid; each suite's numbers are those of its cases. */
function readCases(text: string): readonly ReadCase[] {
  using document = XmlDocument.fromString(text)
  validator.validate(document)
  return document.find('/testsuites/testsuite').flatMap((suite) => {
    const cases = elementsOf(suite.find('testcase'))
    for (const [attribute, name] of [
      ['tests', 'self::*'],
      ['failures', 'failure'],
      ['errors', 'error'],
      ['skipped', 'skipped'],
    ] as const) {
      const counted = cases.filter((each) => each.find(name).length > 0).length
      expect(attributeOf(suite, attribute)).toBe(String(counted))
    }
    return cases.map((each) => {
      const [outcome] = elementsOf(each.find('*'))
      const words = outcome === undefined ? [] : [outcome.name, attributeOf(outcome, 'type')]
      return { suite: attributeOf(suite, 'name'), name: attributeOf(each, 'name'), outcome: words.join(' ').trim() }
    })
  })
}

function elementsOf(nodes: readonly unknown[]): readonly XmlElement[] {
  return nodes.filter((node) => node instanceof XmlElement)
}

function attributeOf(node: unknown, name: string): string {
  return node instanceof XmlElement ? (node.attr(name)?.value ?? '') : ''
}

describe('the JUnit document', () => {
  it('has a suite for the index and one for each platform', () => {
    expect(readCases(renderJunit(passedReport))).toEqual([
      { suite: 'index', name: 'index', outcome: '' },
      { suite: 'linux/amd64', name: 'start', outcome: '' },
      { suite: 'linux/arm64', name: 'start', outcome: '' },
      { suite: 'linux/arm/v7', name: 'start', outcome: '' },
    ])
  })

  it('passes nothing that was not proven', () => {
    const outcomes = readCases(renderJunit(mixedReport)).filter(({ outcome }) => outcome !== '')
    expect(outcomes).toEqual([
      { suite: 'linux/arm64', name: 'run/health-unexpected', outcome: 'failure run/health-unexpected' },
      { suite: 'linux/s390x', name: 'execution/no-handler', outcome: 'error execution/no-handler' },
      { suite: 'linux/riscv64', name: 'run/hang', outcome: 'error run/hang' },
      { suite: 'windows(10.0.20348)/amd64', name: 'verdict', outcome: 'skipped' },
      { suite: 'run', name: 'deadline-exceeded', outcome: 'error unverified' },
    ])
  })

  it('tells a finding with the check that it decided', () => {
    const crash = createFinding('run/crash', 'it ended by SIGSEGV', {
      evidence: { log: ['before', 'the end'] },
      hint: 'see',
    })
    const failed = platformReport('linux/amd64', {
      verdict: 'failed',
      checks: [
        { name: 'files', status: 'passed' },
        { name: 'start', status: 'failed', durationMs: 1234 },
      ],
      findings: [crash],
    })
    const text = renderJunit({ ...passedReport, verdict: 'failed', exitCode: 1, platforms: [failed] })
    expect(readCases(text).slice(1)).toEqual([
      { suite: 'linux/amd64', name: 'files', outcome: '' },
      { suite: 'linux/amd64', name: 'start', outcome: 'failure run/crash' },
    ])
    expect(text).toContain('time="1.234"')
    expect(text).toContain('>error run/crash: it ended by SIGSEGV\n| before\n| the end\nhint: see</failure>')
  })

  it('lets warnings fail only where they do', () => {
    const warned = { ...passedReport, findings: [createFinding('index/nested', 'entry 3 is an index itself')] }
    expect(readCases(renderJunit(warned)).every(({ outcome }) => outcome === '')).toBe(true)
    expect(renderJunit(warned)).toContain('<system-out>warning index/nested: entry 3 is an index itself</system-out>')
    const strict: RunReport = { ...warned, strict: true, verdict: 'failed', exitCode: 1 }
    expect(readCases(renderJunit(strict))[0]).toMatchObject({ suite: 'index', outcome: 'failure index/nested' })
  })

  it('of a run that proved nothing is an error', () => {
    const nothing: RunReport = { ...passedReport, verdict: 'unverified', exitCode: 3, platforms: [] }
    expect(readCases(renderJunit(nothing))).toEqual([{ suite: 'run', name: 'verdict', outcome: 'error unverified' }])
  })

  it('of several images names the image with each suite', () => {
    const suites = readCases(renderJunit(combineRunReports(passedReport.tool, 'verify', [passedReport, fullReport])))
    expect(new Set(suites.map(({ suite }) => suite))).toContain('example.com/acme/app:1.4 linux/arm64')
  })

  it('is valid whatever the image says', () => {
    const text = renderJunit(hostileReport)
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
    expect(readCases(text).map(({ outcome }) => outcome)).toEqual(['', '', 'failure run/crash', 'error unverified'])
  })

  it('is valid with characters that XML cannot hold, and with lines of a megabyte', () => {
    const worst = `\u0000\ufffe\uffff\ud800]]><x>&amp;\u{1f600}${'long '.repeat(200_000)}`
    const platform = platformReport('linux/amd64', {
      verdict: 'failed',
      findings: [createFinding('run/crash', worst, { evidence: { log: [worst] }, hint: worst })],
    })
    const text = renderJunit({ ...passedReport, verdict: 'failed', exitCode: 1, platforms: [platform] })
    expect(readCases(text).at(-1)).toMatchObject({ outcome: 'failure run/crash' })
    expect(text).toContain('\u{1f600}')
    expect(text.length).toBeLessThan(20_000)
  })
})
