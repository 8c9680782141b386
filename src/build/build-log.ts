import { formatPlatform } from '../oci/platform.ts'
import { redactCredentials } from '../report/error-report.ts'
import { escapeControl } from '../report/escape.ts'
import { unionMs, type BuildStep } from './build-steps.ts'

const maxLine = 2000

/** What a build did, a step after the other: what it is, how it ended, and the end of what it wrote. */
export function formatBuildLog(steps: readonly BuildStep[]): readonly string[] {
  return steps
    .filter(({ state }) => state !== 'waiting')
    .flatMap((step) => [formatTitle(step), ...formatOutput(step), ''])
}

function formatTitle({
  bakeTarget,
  platform,
  target,
  stage,
  instruction,
  state,
  isCached,
  intervals,
}: BuildStep): string {
  const own = target ?? platform
  const owner = [bakeTarget, own === undefined ? undefined : formatPlatform(own), stage].filter(
    (word) => word !== undefined,
  )
  const name = `${owner.length === 0 ? '' : `[${owner.join(' ')}] `}${redactCredentials(instruction)}`
  const seconds = (unionMs(intervals) / 1000).toFixed(1)
  return `${escapeControl(name, maxLine)}: ${isCached ? 'cached' : state}${isCached || state === 'running' ? '' : `, ${seconds} s`}`
}

function formatOutput({ output, error }: BuildStep): readonly string[] {
  const lines = output === '' ? [] : output.replace(/\n$/, '').split('\n')
  const written = lines.map((line) => line.slice(line.trimEnd().lastIndexOf('\r') + 1))
  const said = error === undefined ? [] : [`error: ${error}`]
  return [...written, ...said].map((line) => `  ${escapeControl(redactCredentials(line.trimEnd()), maxLine)}`)
}
