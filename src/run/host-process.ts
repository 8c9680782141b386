import { readFile, readdir } from 'node:fs/promises'
import { parseThreadSignals } from '../emulation/dead-guest.ts'
import { findControlGroups, type ControlGroups } from '../engine/control-group.ts'
import type { Engine, StartedContainer, ThreadSignals } from '../engine/engine.ts'

/** PID 1 of a container as this host's kernel shows it. */
export interface HostProcess {
  /** `/proc/4711`. */
  readonly folder: string
  readonly groups: ControlGroups
}

/**
 * PID 1 of a running container in this host's `/proc`; nothing where the engine is elsewhere, the container has ended,
 * or that number means another process here, as it does inside a container that was given the engine's socket.
 */
export async function findHostProcess(engine: Engine, container: StartedContainer): Promise<HostProcess | undefined> {
  if (!engine.info.isLocal) return undefined
  try {
    const state = await container.state()
    if (!state.running || state.pid === undefined) return undefined
    const groups = await findControlGroups(state.pid, container.id)
    return groups && { folder: `/proc/${state.pid}`, groups }
  } catch {
    return undefined
  }
}

/** The signals of its threads, PID 1's own first; none once it has ended. */
export async function readHostThreads({ folder }: HostProcess): Promise<readonly ThreadSignals[]> {
  const names = await readdir(`${folder}/task`).catch(() => [])
  const threads = await Promise.all(
    names.map((name) => readFile(`${folder}/task/${name}/status`, 'utf8').catch(() => '')),
  )
  return threads.flatMap((status) => parseThreadSignals(status) ?? [])
}

/** How long its threads have waited for a processor so far, in milliseconds; nothing where the kernel does not count. */
export async function readWaitedMs({ folder }: HostProcess): Promise<number | undefined> {
  const names = await readdir(`${folder}/task`).catch(() => [])
  const texts = await Promise.all(
    names.map((name) => readFile(`${folder}/task/${name}/schedstat`, 'utf8').catch(() => '')),
  )
  // Nanoseconds run, nanoseconds waited, times it ran: https://docs.kernel.org/scheduler/sched-stats.html
  const waited = texts.flatMap((text) => /^\d+ (\d+) \d+$/m.exec(text)?.[1] ?? [])
  if (waited.length === 0) return undefined
  return waited.reduce((sum, nanoseconds) => sum + Number(nanoseconds), 0) / 1_000_000
}
