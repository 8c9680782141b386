import { loadavg } from 'node:os'
import type { EngineInfo } from '../engine/engine.ts'

/** How many processes of an engine's host want each of its cores, over the last minute; 1 where that is not known. */
export function readCrowding({ isLocal, cores }: Pick<EngineInfo, 'isLocal' | 'cores'>): number {
  const [lastMinute = 0] = isLocal ? loadavg() : []
  return Math.max(1, lastMinute / Math.max(1, cores))
}
