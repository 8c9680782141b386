import { availableParallelism } from 'node:os'
import type { ComparisonResult } from './measure.ts'
import { runTask } from './everyarch.ts'

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']

/** One sentence on what the numbers were taken with. */
export async function describeTools(results: readonly ComparisonResult[]): Promise<string> {
  const cores = availableParallelism()
  const rounds = [...new Set(results.map(({ ours }) => ours.count))].toSorted((a, b) => a - b)
  const tools = await Promise.all([
    withVersion('Docker Engine', 'docker', ['version', '--format', '{{.Server.Version}}']),
    withVersion('buildx', 'docker', ['buildx', 'version']),
    withVersion('crane', 'crane', ['version']),
  ])
  return [
    `Taken with ${words[cores] ?? cores} core${cores === 1 ? '' : 's'}, ${rounds.join(' or ')} rounds,`,
    `Node ${process.versions.node}, ${tools.join(', ')}.`,
  ].join(' ')
}

/** A distribution's build may not know its version: then the name has to do. */
async function withVersion(name: string, command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await runTask(command, args)
  return [name, ...(/\d+\.\d+(\.\d+)?/.exec(stdout) ?? []).slice(0, 1)].join(' ')
}
