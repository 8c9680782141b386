import { shortDigest } from '../src/oci/digest.ts'
import { displayWidth } from '../src/report/display-width.ts'
import {
  usualReadmeColumns,
  usualReadmeWords,
  type ReadmeColumn,
  type ReadmeTableOptions,
  type ReadmeWords,
} from '../src/report/readme-words.ts'
import type { PlatformReport, RunReport } from '../src/report/report.ts'
import { listRunReports, type RunReports } from '../src/report/run-reports.ts'
import { escapeMarkdown, markdownCode } from './markdown-escape.ts'
import { formatBytes, formatMs } from './quantity.ts'

const rightColumns: readonly ReadmeColumn[] = ['size', 'start']

/**
 * The platforms of an image as the lines of a table in Markdown, aligned as formatters leave it. With the usual columns
 * it says nothing that a rebuild, a clock or another version of an emulator would change.
 */
export function renderReadmeTable(
  report: RunReport | RunReports,
  { columns = usualReadmeColumns, words: own = {} }: ReadmeTableOptions = {},
): readonly string[] {
  const words: ReadmeWords = { ...usualReadmeWords, ...own }
  const reports = listRunReports(report)
  const isSeveral = reports.length > 1
  const heads = [...(isSeveral ? [words.image] : []), ...columns.map((column) => words[column])]
  const rows = reports.flatMap(({ image, platforms }) =>
    platforms.map((platform) => [
      ...(isSeveral ? [markdownCode(image?.reference ?? '', 300)] : []),
      ...columns.map((column) => formatCell(column, platform, words)),
    ]),
  )
  const isRight = [...(isSeveral ? [false] : []), ...columns.map((column) => rightColumns.includes(column))]
  return alignTable([heads, ...rows], isRight)
}

function formatCell(column: ReadmeColumn, platform: PlatformReport, words: ReadmeWords): string {
  const { uname, health, start, digest, sizeBytes } = platform
  const readyMs = health?.readyMs ?? start?.readyMs
  switch (column) {
    case 'platform':
      return markdownCode(platform.platform, 60)
    case 'status':
      return formatStatus(platform, words)
    case 'how':
      return formatHow(platform, words)
    case 'uname':
      return uname === undefined ? '' : markdownCode(uname, 40)
    case 'proven':
      return health?.how === undefined ? '' : escapeMarkdown(health.how, 200)
    case 'digest':
      return digest === undefined ? '' : markdownCode(shortDigest(digest))
    case 'size':
      return sizeBytes === undefined ? '' : formatBytes(sizeBytes)
    case 'start':
      return readyMs === undefined ? '' : formatMs(readyMs)
  }
}

/** What was never run is not said to work. */
function formatStatus({ verdict, execution: { kind } }: PlatformReport, words: ReadmeWords): string {
  return verdict === 'passed' && kind !== 'native' && kind !== 'emulated' ? words.notRun : words[verdict]
}

function formatHow({ execution, checks, verdict }: PlatformReport, words: ReadmeWords): string {
  switch (execution.kind) {
    case 'native':
      return words.native
    case 'emulated':
      // Its version is the host's affair.
      return words.emulated.replaceAll('{emulator}', () => escapeMarkdown(execution.emulator.name, 60))
    case 'unavailable':
      return words.unavailable
    case 'none':
      return verdict === 'skipped' || checks.length === 0 ? '' : words.audited
  }
}

function alignTable(rows: readonly (readonly string[])[], isRight: readonly boolean[]): readonly string[] {
  const widths = isRight.map((_, column) => Math.max(3, ...rows.map((row) => displayWidth(row[column] ?? ''))))
  const lines = rows.map((row) =>
    widths.map((width, column) => {
      const text = row[column] ?? ''
      const padding = ' '.repeat(width - displayWidth(text))
      return isRight[column] === true ? padding + text : text + padding
    }),
  )
  const rule = widths.map((width, column) =>
    isRight[column] === true ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  )
  return [lines[0] ?? [], rule, ...lines.slice(1)].map((cells) => `| ${cells.join(' | ')} |`)
}
