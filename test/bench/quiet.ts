import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** The part of this machine's cores that were busy while this waited, from 0 to 1. */
export async function measureBusyPart(durationMs: number): Promise<number> {
  const before = addUp()
  await sleep(durationMs)
  const after = addUp()
  const total = after.total - before.total
  return total === 0 ? 0 : 1 - (after.idle - before.idle) / total
}

function addUp(): { readonly idle: number; readonly total: number } {
  const times = cpus().map((core) => core.times)
  const idle = times.reduce((sum, core) => sum + core.idle, 0)
  return { idle, total: times.reduce((sum, core) => sum + core.user + core.nice + core.sys + core.irq, idle) }
}
