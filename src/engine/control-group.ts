import { readFile, writeFile } from 'node:fs/promises'

/** The control groups of a container's PID 1, on this very kernel. */
export interface ControlGroups {
  readonly containerId: string
  /** The text of `/proc/PID/cgroup`. */
  readonly text: string
}

/** Those of a container by its PID 1; nothing where that number means another process here, or none. */
export async function findControlGroups(processId: number, containerId: string): Promise<ControlGroups | undefined> {
  const text = await readFile(`/proc/${processId}/cgroup`, 'utf8').catch(() => '')
  return text.includes(containerId) ? { containerId, text } : undefined
}

/** Where the kernel counts processes, of both cgroup versions; hybrid hosts have lines of both. */
export function processCountFolder({ text }: Pick<ControlGroups, 'text'>): string | undefined {
  const first = /^\d+:(?:[^:\n]*,)?pids(?:,[^:\n]*)?:(\/.*)$/m.exec(text)?.[1]
  if (first !== undefined) return `/sys/fs/cgroup/pids${first}`
  const second = secondVersion(text)
  return second === undefined ? undefined : `/sys/fs/cgroup${second}`
}

/** How many processes there are, threads counted; nothing where that is not counted. */
export async function countProcesses(groups: ControlGroups): Promise<number | undefined> {
  const text = await readCount(groups, 'current')
  return /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined
}

/** How many processes were refused because of the limit, so far; nothing where it is not counted. */
export async function countRefused(groups: ControlGroups): Promise<number | undefined> {
  const count = /^max (\d{1,15})$/m.exec(await readCount(groups, 'events'))?.[1]
  return count === undefined ? undefined : Number(count)
}

async function readCount(groups: ControlGroups, name: 'current' | 'events'): Promise<string> {
  const folder = processCountFolder(groups)
  return folder === undefined ? '' : readFile(`${folder}/pids.${name}`, 'utf8').catch(() => '')
}

/**
 * Where all processes are killed at once, those that are just being made too: https://docs.kernel.org/admin-guide/cgroup-v2.html
 * Hybrid hosts have the second version beside the first.
 */
export function killFiles({ containerId, text }: ControlGroups): readonly string[] {
  const group = secondVersion(text)
  // A group that is not its own has other processes in it.
  if (group === undefined || !group.includes(containerId)) return []
  return ['', '/unified'].map((mount) => `/sys/fs/cgroup${mount}${group}/cgroup.kill`)
}

/** Kills all processes; false where this process may not, or the kernel cannot. */
export async function killAll(groups: ControlGroups): Promise<boolean> {
  for (const file of killFiles(groups)) {
    const isDone = await writeFile(file, '1', { flag: 'r+' }).then(
      () => true,
      () => false,
    )
    if (isDone) return true
  }
  return false
}

function secondVersion(text: string): string | undefined {
  return /^0::(\/.*)$/m.exec(text)?.[1]
}
