import { readBlameWords } from '../src/report/blame.ts'
import type { Finding } from '../src/report/finding.ts'
import type { PlatformReport, RunReport } from '../src/report/report.ts'
import { listRunReports, type RunReports } from '../src/report/run-reports.ts'
import { formatExecution } from './execution-text.ts'
import { logTail } from './finding-text.ts'
import { findingCases, listDecisive, platformCases, type JunitCase } from './junit-cases.ts'
import { element, xmlText, type Xml } from './xml.ts'

/**
 * A run for test dashboards: a suite for the index, one for each platform, and one for errors of the run. What was not
 * proven is an error, never a pass.
 */
export function renderJunit(report: RunReport | RunReports): string {
  const reports = listRunReports(report)
  const suites = reports.flatMap((one) => listSuites(one, reports.length > 1))
  const document = element('testsuites', { children: suites.map(renderSuite) })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document.markup.replaceAll(/(?=<\/?testsuite|<testcase)/g, '\n').trim()}\n`
}

interface Suite {
  readonly name: string
  readonly image: string
  readonly createdAt: string
  readonly cases: readonly JunitCase[]
  readonly properties: Readonly<Record<string, string | undefined>>
  /** What changes no verdict. */
  readonly notes: readonly Finding[]
}

function listSuites(report: RunReport, isOneOfSeveral: boolean): readonly Suite[] {
  const image = report.image?.reference ?? 'no image'
  const strict = report.strict === true
  const base = { image, createdAt: report.createdAt, properties: {}, notes: [] }
  const named = (name: string): string => (isOneOfSeveral ? `${image} ${name}` : name)
  const notesOf = (findings: readonly Finding[]): readonly Finding[] => {
    const decisive = new Set(listDecisive(findings, strict))
    return findings.filter((finding) => !decisive.has(finding))
  }
  const found = findingCases(listDecisive(report.findings, strict))
  const index = found.length === 0 && report.platforms.length > 0 ? [passedIndex] : found
  const errors = report.errors.map(({ code, message, hint, cause }): JunitCase => {
    const parts = [message, ...(cause === undefined ? [] : [`cause: ${cause}`]), ...hintLines(hint)]
    return { name: code, status: 'unverified', reason: parts.join('\n'), findings: [] }
  })
  const suites = [
    ...(index.length === 0 ? [] : [{ ...base, name: named('index'), cases: index, notes: notesOf(report.findings) }]),
    ...report.platforms.map((platform) => ({
      ...base,
      name: named(platform.platform),
      cases: platformCases(platform, strict),
      properties: propertiesOf(platform),
      notes: notesOf(platform.findings),
    })),
    ...(errors.length === 0 ? [] : [{ ...base, name: named('run'), cases: errors }]),
  ]
  const verdict = report.verdict ?? 'unverified'
  const isTold = verdict === 'passed' || suites.some(({ cases }) => cases.some(({ status }) => !isGood(status)))
  return isTold
    ? suites
    : [...suites, { ...base, name: named('run'), cases: [{ name: 'verdict', status: verdict, findings: [] }] }]
}

function isGood(status: JunitCase['status']): boolean {
  return status === 'passed' || status === 'skipped'
}

const passedIndex: JunitCase = { name: 'index', status: 'passed', findings: [] }

function propertiesOf({ digest, execution, uname, health }: PlatformReport): Suite['properties'] {
  const how = formatExecution(execution)
  return { digest, execution: how === '' ? execution.kind : how, uname, health: health?.how }
}

function renderSuite({ name, image, createdAt, cases, properties, notes }: Suite, id: number): Xml {
  const count = (...words: readonly JunitCase['status'][]): number =>
    cases.filter(({ status }) => words.includes(status)).length
  const listed = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [element('property', { attributes: { name: key, value } })],
  )
  return element('testsuite', {
    attributes: {
      id,
      name,
      package: image,
      hostname: 'localhost',
      // The usual schema knows no zone: it is UTC.
      timestamp: new Date(createdAt).toISOString().slice(0, 19),
      tests: cases.length,
      failures: count('failed'),
      errors: count('unverified', 'inconclusive'),
      skipped: count('skipped'),
      time: seconds(cases.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0)),
    },
    children: [
      element('properties', { children: listed }),
      ...cases.map((each) => renderCase(each, `${image}.${name}`)),
      element('system-out', { children: notes.length === 0 ? [] : [xmlText(notes.flatMap(describe))] }),
      element('system-err'),
    ],
  })
}

function renderCase({ name, status, durationMs = 0, reason, findings }: JunitCase, classname: string): Xml {
  const lines = [...(reason?.split('\n') ?? []), ...findings.flatMap(describe)]
  const [message = status] = [...(reason?.split('\n') ?? []), ...findings.map((finding) => finding.message)]
  const type = findings[0]?.code ?? status
  return element('testcase', {
    attributes: { name, classname, time: seconds(durationMs) },
    children: renderStatus(status, { message, type }, lines),
  })
}

function renderStatus(
  status: JunitCase['status'],
  attributes: { readonly message: string; readonly type: string },
  lines: readonly string[],
): readonly Xml[] {
  const children = [xmlText(lines)]
  switch (status) {
    case 'passed':
      return []
    case 'skipped':
      return [element('skipped', { attributes: { message: attributes.message } })]
    case 'failed':
      return [element('failure', { attributes, children })]
    case 'inconclusive':
    case 'unverified':
      return [
        element('error', { attributes: { ...attributes, message: `${status}: ${attributes.message}` }, children }),
      ]
  }
}

/** A finding as lines: what it says, what was looked at, the end of the log, what to do. */
function describe(finding: Finding): readonly string[] {
  const { code, severity, message, hint } = finding
  return [
    `${severity} ${code}: ${message}`,
    ...readBlameWords(finding).map((words) => `- ${words}`),
    ...logTail(finding).map((line) => `| ${line}`),
    ...hintLines(hint),
  ]
}

function hintLines(hint: string | undefined): readonly string[] {
  return hint === undefined ? [] : [`hint: ${hint}`]
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}
