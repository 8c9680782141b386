import { asObject, parseWithin, type JsonObject } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import type { ContainerUsage } from './engine.ts'

/** It is looked at again and again: one look is not worth a long wait. */
const longestMs = 5000

/** What a running container uses at this moment. */
export async function readUsage(client: EngineClient, id: string): Promise<ContainerUsage> {
  const value = await client.call({
    action: "read a container's use of the host",
    method: 'GET',
    path: `/containers/${id}/stats`,
    query: { stream: false, 'one-shot': true },
    timeoutMs: Math.min(longestMs, client.callTimeoutMs),
  })
  return parseWithin("the engine's statistics", () => parseUsage(asObject(value)), 'engine-failed')
}

function parseUsage(stats: JsonObject): ContainerUsage {
  const memory = stats.optionalObject('memory_stats')
  const pids = stats.optionalObject('pids_stats')
  const memoryLimitBytes = count(memory, 'limit')
  const peakMemoryBytes = count(memory, 'max_usage')
  const processes = count(pids, 'current')
  const processLimit = count(pids, 'limit')
  return {
    cpuMs: (count(stats.optionalObject('cpu_stats')?.optionalObject('cpu_usage'), 'total_usage') ?? 0) / 1_000_000,
    memoryBytes: usedMemory(memory),
    ...(peakMemoryBytes !== undefined && { peakMemoryBytes }),
    ...(memoryLimitBytes !== undefined && { memoryLimitBytes }),
    ...(processes !== undefined && { processes }),
    ...(processLimit !== undefined && { processLimit }),
  }
}

/** File pages that the kernel can take back at any time are not counted. Their name differs between cgroup versions. */
function usedMemory(memory: JsonObject | undefined): number {
  const stats = memory?.optionalObject('stats')
  const reclaimable = count(stats, 'total_inactive_file') ?? count(stats, 'inactive_file') ?? 0
  return Math.max(0, (count(memory, 'usage') ?? 0) - reclaimable)
}

/** Zero stands for what is not limited or not counted, and so does more than any host has. */
function count(object: JsonObject | undefined, key: string): number | undefined {
  const value = object?.optional<unknown>(key, (field) => field)
  return typeof value === 'number' && value > 0 && value <= Number.MAX_SAFE_INTEGER ? value : undefined
}
