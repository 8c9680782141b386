import { formatEngineName } from '../src/report/engine-name.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { PlanListing, PlannedEngine, PlannedPlatform } from '../src/report/listing.ts'
import { formatExecution } from './execution-text.ts'
import { renderFinding } from './finding-text.ts'
import { formatImageName } from './image-name.ts'
import { formatMs } from './quantity.ts'
import { paint, type Style } from './style.ts'
import { renderTable, type Cell } from './text-table.ts'
import { wrapText } from './wrap.ts'

/** What would be run where, natively or emulated, and how that is known. */
export function renderPlan(style: Style, listing: PlanListing): readonly string[] {
  const { image, engines, platforms, findings = [] } = listing
  const table = renderTable(style, platforms.map(planCells), '  ')
  return [
    paint(style, 'bold', formatImageName(image)),
    ...engines.map(renderEngine),
    ...platforms.flatMap((platform, row) => [table[row] ?? '', ...explain(style, platform)]),
    ...findings.flatMap((finding) => renderFinding(style, { finding, platforms: [] })),
  ]
}

function renderEngine(engine: PlannedEngine): string {
  const { name, endpoint, platform, imageStore } = engine
  const store = imageStore === undefined ? '' : `, ${imageStore} image store`
  return escapeControl(`on engine ${name} ${formatEngineName(engine)} (${platform}${store}) at ${endpoint}`, 300)
}

function planCells({ platform, execution, timeoutMs }: PlannedPlatform): readonly Cell[] {
  const isRun = execution.kind === 'native' || execution.kind === 'emulated'
  const text = execution.kind === 'none' ? 'not run' : formatExecution(execution)
  return [
    { text: escapeControl(platform, 60) },
    { text, color: isRun ? 'green' : execution.kind === 'none' ? 'dim' : 'yellow' },
    { text: isRun && timeoutMs !== undefined ? `up to ${formatMs(timeoutMs)}` : '' },
  ]
}

/** How it is known, or why not and what to do. */
function explain(style: Style, { execution, hint, timeoutReason }: PlannedPlatform): readonly string[] {
  const why = 'proof' in execution ? execution.proof : (execution.reason ?? '')
  const given = timeoutReason === undefined ? [] : [`waited for: ${timeoutReason}`]
  const lines = [...(why === '' ? [] : [why]), ...given, ...(hint === undefined ? [] : [`hint: ${hint}`])]
  return lines.flatMap((line) =>
    wrapText(escapeControl(line, 1000), style.columns, '    ').map((each) => paint(style, 'dim', each)),
  )
}
