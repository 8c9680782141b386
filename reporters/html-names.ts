import type { Finding } from '../src/report/finding.ts'
import type { RunReport } from '../src/report/report.ts'
import type { Severity } from '../src/report/severity.ts'

/** The anchors of a page, each once. */
export interface Anchors {
  /** `linux-arm64`, `linux-arm64-2`; what it is made of may be anything. */
  make(...words: readonly string[]): string
}

/** Those of the page itself. */
const ownAnchors = ['content', 'theme', 'search', 'filters', 'reset', 'expand', 'shown', 'said']

export function openAnchors(): Anchors {
  const used = new Map<string, number>(ownAnchors.map((name) => [name, 1]))
  return {
    make: (...words) => {
      const name = words
        .join('-')
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '')
        .slice(0, 120)
      const base = name === '' ? 'part' : name
      const count = (used.get(base) ?? 0) + 1
      used.set(base, count)
      return count === 1 ? base : `${base}-${count}`
    },
  }
}

/** How much of a report can be shown in a page that opens at once. */
export interface HtmlBudget {
  /** Of each message and hint, in columns: the more findings, the less of each. */
  readonly messageLength: number
  /** Whether there is room for what a finding was made of; the worst come first. */
  hasRoomFor(finding: Finding): boolean
}

/** Characters for all findings of a page together. */
const forMessages = 200_000
const forDetails = 300_000
const leastForDetails = 60_000
/** What the elements around them take. */
const perDetail = 350

/** @param taken by what is not of findings */
export function shareBudget(reports: readonly RunReport[], taken: number): HtmlBudget {
  const findings = reports.flatMap((one) => [
    ...one.findings,
    ...one.platforms.flatMap((platform) => platform.findings),
  ])
  const worstFirst = findings.toSorted((a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity))
  const shown = new Set<Finding>()
  let left = Math.max(forDetails - taken, leastForDetails)
  for (const finding of worstFirst) {
    left -= Math.min(measure(finding.evidence), maxEvidenceLength) + perDetail
    if (left < 0) break
    shown.add(finding)
  }
  const each = Math.floor(forMessages / Math.max(findings.length, 1))
  return {
    messageLength: Math.min(Math.max(each, 120), 2000),
    hasRoomFor: (finding) => shown.has(finding),
  }
}

/** Of one finding, whatever it holds. */
export const maxEvidenceLength = 6000

function measure(evidence: Finding['evidence']): number {
  return JSON.stringify(evidence).length
}

export const severityOrder: readonly Severity[] = ['error', 'environment', 'inconclusive', 'warning', 'info']
