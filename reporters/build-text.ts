import type { BuildReport } from '../src/report/build-report.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { BuildStepEvent } from '../src/report/event.ts'
import { formatCount, formatMs } from './quantity.ts'
import { paint, verdictMark, type Style } from './style.ts'

/** `RUN pip install flask, emulated`. */
export function formatStep({ instruction, execution }: Pick<BuildStepEvent, 'instruction' | 'execution'>): string {
  const how = execution === undefined || execution === 'native' ? '' : `, ${executionWords[execution]}`
  return `${escapeControl(instruction, 120)}${how}`
}

const executionWords = { emulated: 'emulated', cross: 'cross-compiling' } as const

/** Whom a step is for: `linux/arm64`, `web linux/arm64`. */
export function formatStepOwner({ platform, target }: Pick<BuildStepEvent, 'platform' | 'target'>): string {
  return escapeControl([target, platform].filter((word) => word !== undefined).join(' '), 80)
}

/** A step that a log has a line for: what a program runs in when it begins, and what took a while when it ends. */
export function renderStep(event: BuildStepEvent): string | undefined {
  const { state, execution, durationMs = 0, isInstruction } = event
  const owner = formatStepOwner(event)
  const name = `  ${owner === '' ? '' : `${owner}: `}${formatStep(event)}`
  if (state === 'running') return isInstruction && execution !== undefined ? name : undefined
  const isSlow = state === 'done' && durationMs >= 1000
  return isSlow ? `${name}: ${formatMs(durationMs)}` : undefined
}

/** What a build came to: one line, or what the step that failed wrote last. */
export function renderBuildEnd(
  style: Style,
  { context, durationMs, steps, warnings, failure }: BuildReport,
): readonly string[] {
  const name = escapeControl(context, 200)
  if (failure === undefined) {
    const cached = steps.filter(({ status }) => status === 'cached').length
    const counts = `${formatCount(steps.length, 'step')}, ${cached} cached`
    const notes = warnings.map(({ message, line }) =>
      escapeControl(`  warning${line === undefined ? '' : ` at line ${line}`}: ${message}`, 500),
    )
    return [`built ${name} in ${formatMs(durationMs)}: ${counts}`, ...notes]
  }
  const { platform, file, line, instruction, output } = failure
  const where = [platform, file === undefined || line === undefined ? undefined : `${file}:${line}`]
  const head = where.filter((word) => word !== undefined).join(' at ')
  return [
    `${verdictMark(style, 'failed')} building ${name} failed after ${formatMs(durationMs)}${head === '' ? '' : `, for ${escapeControl(head, 300)}`}`,
    ...(output.length === 0 || instruction === undefined ? [] : [`  ${escapeControl(instruction, 120)}`]),
    ...output.map((text) => paint(style, 'dim', `  | ${escapeControl(text, 300)}`)),
  ]
}
