import { shortDigest } from '../src/oci/digest.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { PlatformReport } from '../src/report/report.ts'
import { formatExecution } from './execution-text.ts'
import { formatHealth } from './health-text.ts'
import { formatBytes, formatFactor, formatMs } from './quantity.ts'
import { verdictColor, verdictMark, type Style } from './style.ts'
import { renderTable, type Cell } from './text-table.ts'

/** A line per platform: its verdict, how it was run, what it said of itself and how soon it was healthy. */
export function renderPlatformTable(style: Style, platforms: readonly PlatformReport[]): readonly string[] {
  const wasRun = platforms.some(({ execution }) => execution.kind !== 'none')
  const rows = platforms.map((platform): readonly Cell[] => [
    { text: escapeControl(platform.platform, 60) },
    { text: platform.verdict, color: verdictColor(platform.verdict) },
    ...(wasRun ? runCells(style, platform) : contentCells(platform)),
  ])
  return renderTable(style, rows).map((line, row) => {
    const verdict = platforms[row]?.verdict ?? 'skipped'
    return `${verdictMark(style, verdict)} ${line}`
  })
}

function runCells(style: Style, { execution, uname, health, start }: PlatformReport): readonly Cell[] {
  const readyMs = health?.readyMs ?? start?.readyMs
  return [
    { text: formatExecution(execution) },
    { text: uname === undefined ? '' : escapeControl(uname, 40) },
    { text: health === undefined ? '' : formatHealth(health, 60) },
    { text: readyMs === undefined ? '' : formatMs(readyMs), align: 'right' },
    { text: start?.factor === undefined ? '' : formatFactor(start.factor, style.unicode ? '×' : 'x'), align: 'right' },
  ]
}

function contentCells({ digest, sizeBytes, declared, platform }: PlatformReport): readonly Cell[] {
  return [
    { text: digest === undefined ? '' : shortDigest(digest) },
    { text: sizeBytes === undefined ? '' : formatBytes(sizeBytes), align: 'right' },
    { text: declared === undefined || declared === platform ? '' : `declared ${escapeControl(declared, 60)}` },
  ]
}
