import { readFile, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseThreadSignals } from '../emulation/dead-guest.ts'
import type { Engine, StartedContainer, ThreadSignals } from '../engine/engine.ts'

/** PID 1 of a container as this host's kernel shows it. */
export interface HostProcess {
  /** `/proc/4711`. */
  readonly folder: string
  /** Where the kernel counts the processes the container was refused. */
  readonly pidsEvents: string | undefined
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
    const folder = `/proc/${state.pid}`
    const groups = await readFile(`${folder}/cgroup`, 'utf8')
    return groups.includes(container.id) ? { folder, pidsEvents: pidsEventsPath(groups) } : undefined
  } catch {
    return undefined
  }
}

/** Of both cgroup versions, by the text of `/proc/PID/cgroup`; hybrid hosts have lines of both. */
export function pidsEventsPath(groups: string): string | undefined {
  const first = /^\d+:(?:[^:\n]*,)?pids(?:,[^:\n]*)?:(\/.*)$/m.exec(groups)?.[1]
  if (first !== undefined) return `/sys/fs/cgroup/pids${first}/pids.events`
  const second = /^0::(\/.*)$/m.exec(groups)?.[1]
  return second === undefined ? undefined : `/sys/fs/cgroup${second}/pids.events`
}

/** The signals of its threads, PID 1's own first; none once it has ended. */
export async function readHostThreads({ folder }: HostProcess): Promise<readonly ThreadSignals[]> {
  const names = await readdir(`${folder}/task`).catch(() => [])
  const threads = await Promise.all(
    names.map((name) => readFile(`${folder}/task/${name}/status`, 'utf8').catch(() => '')),
  )
  return threads.flatMap((status) => parseThreadSignals(status) ?? [])
}

/** How many processes the container was refused because of its limit, so far; nothing where it is not counted. */
export async function readRefusedProcesses({ pidsEvents }: HostProcess): Promise<number | undefined> {
  const text = pidsEvents === undefined ? '' : await readFile(pidsEvents, 'utf8').catch(() => '')
  const count = /^max (\d{1,15})$/m.exec(text)?.[1]
  return count === undefined ? undefined : Number(count)
}

/** How many processes the container has, its threads counted; nothing where that is not counted. */
export async function readProcessCount({ pidsEvents }: HostProcess): Promise<number | undefined> {
  if (pidsEvents === undefined) return undefined
  const text = await readFile(join(dirname(pidsEvents), 'pids.current'), 'utf8').catch(() => '')
  return /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined
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
