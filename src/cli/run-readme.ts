import { paint, type Style } from '../../reporters/style.ts'
import { renderReadmeTable } from '../../reporters/readme.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { escapeControl } from '../report/escape.ts'
import { createFinding } from '../report/finding.ts'
import { replaceSection } from '../report/marked-section.ts'
import type { RunReport } from '../report/report.ts'
import { listRunReports, type RunReports } from '../report/run-reports.ts'
import { worstExitCode } from '../report/verdict.ts'
import { toolInfo, type VerbContext } from '../verbs/context.ts'
import { readReadme, writeReadme } from '../verbs/readme-file.ts'
import { proveForReadme } from '../verbs/readme.ts'
import { listingExitCode, type ListingOutcome } from './outcome.ts'
import { diffLines, isSameTable, linesOf } from './section-diff.ts'

/** Prints the table of a README, or writes it between the markers, or proves that it is there already. */
export async function runReadme(config: ResolvedConfig, context: VerbContext): Promise<ListingOutcome> {
  const { readmeAction: action, readmeFile: file } = config
  // Before the run, which takes longer.
  const readme = action === 'print' ? undefined : await readReadme(file)
  const report = await proveForReadme(config, context)
  const table = renderReadmeTable(report, { columns: config.readmeColumns, words: config.readmeWords })
  const errors = listRunReports(report).flatMap((one) => one.errors)
  // A saved report has had its own exit code; here it is asked what the README says of it.
  const proven = config.reportFiles.length > 0 ? 0 : report.exitCode
  const document = { schemaVersion: 1, tool: toolInfo(), table }
  if (listRunReports(report).every(({ platforms }) => platforms.length === 0)) throw nothingProven(report)
  if (readme === undefined) return { kind: 'listing', document, render: () => table, errors, exitCode: proven }
  const before = linesOf(readme.section)
  const isCurrent = isSameTable(before, table)
  if (action === 'write') {
    if (!isCurrent) await writeReadme(file, replaceSection(readme, table))
    const says = isCurrent ? `${file} says so already` : `${file} is written`
    const render = (): readonly string[] => [escapeControl(says, 500)]
    return { kind: 'listing', document: { ...document, file, isWritten: !isCurrent }, render, errors, exitCode: proven }
  }
  if (isCurrent) {
    const render = (): readonly string[] => [escapeControl(`${file} is up to date`, 500)]
    return {
      kind: 'listing',
      document: { ...document, file, isCurrent, findings: [] },
      render,
      errors,
      exitCode: proven,
    }
  }
  const diff = diffLines(before, table)
  const hint = 'write it with everyarch readme --write'
  const stale = createFinding('readme/out-of-date', `${file} says something else than what was proven`, {
    evidence: { file, diff },
    hint,
  })
  return {
    kind: 'listing',
    document: { ...document, file, isCurrent, findings: [stale] },
    render: (style) => renderStale(style, stale.message, diff, hint),
    errors,
    exitCode: worstExitCode([proven, listingExitCode([stale], [])]),
  }
}

function renderStale(style: Style, message: string, diff: readonly string[], hint: string): readonly string[] {
  const color = { '-': 'red', '+': 'green' } as const
  return [
    `${paint(style, 'red', 'error')} ${paint(style, 'bold', 'readme/out-of-date')}`,
    escapeControl(`  ${message}`, 500),
    ...diff.map((line) => {
      const shown = escapeControl(`  ${line}`, 500)
      return line.startsWith('-')
        ? paint(style, color['-'], shown)
        : line.startsWith('+')
          ? paint(style, color['+'], shown)
          : shown
    }),
    `  ${paint(style, 'cyan', 'hint:')} ${hint}`,
  ]
}

function nothingProven(report: RunReport | RunReports): HarnessError {
  const [first] = listRunReports(report).flatMap(({ errors }) => errors)
  const hint = 'a README is only written of what was looked at'
  return first === undefined
    ? new HarnessError('report-invalid', 'the report knows no platform', { hint })
    : new HarnessError(first.code, first.message, { hint: first.hint ?? hint, cause: first.cause })
}
