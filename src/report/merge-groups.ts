import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import type { RunReport, RunReports } from './report.ts'
import { isRunReports, listRunReports } from './run-reports.ts'

/** A report, and what messages call it: the file it was read from. */
export interface NamedReport<T extends RunReport | RunReports = RunReport | RunReports> {
  readonly name: string
  readonly report: T
}

export interface ReportGroups {
  /** True where several images were reported together. */
  readonly isSeveral: boolean
  /** Per image, its reports in the order given. */
  readonly groups: readonly (readonly RunReport[])[]
}

/**
 * Puts the reports of each image together. Reports of one image each are all of the same one; those of several images
 * belong together by their names.
 * @throws HarnessError `report-invalid` when reports of one image are of different digests, or there is no report
 */
export function groupReports(documents: readonly NamedReport[]): ReportGroups {
  const isSeveral = documents.some(({ report }) => isRunReports(report))
  const reports = documents.flatMap(({ name, report }) => listRunReports(report).map((one) => ({ name, report: one })))
  const empty = documents.find(({ report }) => listRunReports(report).length === 0)
  if (empty !== undefined || reports.length === 0) {
    throw new HarnessError('report-invalid', `${empty?.name ?? 'the list of reports'} holds no report of an image`, {
      hint: 'give reports that everyarch wrote with --json or --reporter json=FILE',
    })
  }
  const groups = new Map<string, NamedReport<RunReport>[]>()
  for (const named of reports) {
    const key = isSeveral ? (named.report.image?.reference ?? '') : ''
    groups.set(key, [...(groups.get(key) ?? []), named])
  }
  return { isSeveral, groups: [...groups.values()].map(requireSameImage) }
}

function requireSameImage(named: readonly NamedReport<RunReport>[]): readonly RunReport[] {
  const resolved = named.filter(({ report }) => report.image?.digest !== undefined)
  const known = resolved[0] ?? named[0]
  // A run that never learnt the digest can only be told by the name it was given.
  const names = new Set((resolved.length === 0 ? named.slice(0, 1) : resolved).map(nameOf))
  const other = named.find((one) => {
    const { image } = one.report
    if (image === undefined) return false
    return image.digest === undefined ? !names.has(nameOf(one)) : image.digest !== known?.report.image?.digest
  })
  if (known !== undefined && other !== undefined) throw differentImages(known, other)
  return named.map(({ report }) => report)
}

function nameOf({ report }: NamedReport<RunReport>): string | undefined {
  return report.image?.reference
}

function differentImages(first: NamedReport<RunReport>, second: NamedReport<RunReport>): HarnessError {
  return new HarnessError(
    'report-invalid',
    `the reports are of different images: ${describe(first)}, ${describe(second)}`,
    { hint: 'resolve the tag once, and give every machine the digest: everyarch verify NAME@sha256:…' },
  )
}

function describe({ name, report: { image } }: NamedReport<RunReport>): string {
  const digest = image?.digest === undefined ? '' : ` at ${image.digest}`
  return `${name} has ${quoteText(image?.reference ?? '', 300)}${digest}`
}
