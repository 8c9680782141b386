import { readdirSync } from 'node:fs'
import { processLabel } from '../../src/engine/labels.ts'
import { docker } from '../support/engine.ts'

/** What this process holds. */
export interface ProcessHoldings {
  readonly openFiles: number
  readonly threads: number
  readonly memoryBytes: number
  readonly heapBytes: number
}

/** Counts what this process holds, once what can be freed is. */
export function countProcess(): ProcessHoldings {
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  return {
    // Reading the folder opens it.
    openFiles: readdirSync('/proc/self/fd').length - 1,
    threads: readdirSync('/proc/self/task').length,
    memoryBytes: rss,
    heapBytes: heapUsed,
  }
}

/** What the engine holds: containers, networks and volumes, by name, with the process that made each. */
export type EngineHoldings = ReadonlyMap<string, string>

/** Lists what the engine holds. */
export async function listEngine(): Promise<EngineHoldings> {
  const format = (name: string): string => `{{.${name}}} {{.Label "${processLabel}"}}`
  const [containers, networks, volumes] = await Promise.all([
    docker('ps', '--all', '--no-trunc', '--format', `container ${format('ID')}`),
    docker('network', 'ls', '--no-trunc', '--format', `network ${format('ID')}`),
    docker('volume', 'ls', '--format', `volume ${format('Name')}`),
  ])
  const lines = [containers, networks, volumes].flatMap(({ stdout }) => stdout.split('\n'))
  return new Map(
    lines.flatMap((line) => {
      const [kind, name, owner = ''] = line.split(' ')
      return name === undefined ? [] : [[`${kind} ${name}`, owner] as const]
    }),
  )
}

/** What is there now and was not before, unless another process of the tool made it. */
export function listLeft(before: EngineHoldings, now: EngineHoldings): readonly string[] {
  return [...now].flatMap(([name, owner]) =>
    before.has(name) || (owner !== '' && owner !== String(process.pid)) ? [] : [name],
  )
}
