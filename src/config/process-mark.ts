import { readFileSync, readlinkSync } from 'node:fs'

/** Where and when a process runs, so that it can be told from every other that has its number. */
export interface ProcessMark {
  /** Of the running kernel: another after each start. */
  readonly bootId: string
  /** In which the number counts. */
  readonly pidNamespace: string
  /** Clock ticks from the kernel's start to the process's. */
  readonly startTicks: string
}

/** This process's own mark; nothing where no kernel tells. */
export function readProcessMark(): ProcessMark | undefined {
  const startTicks = readStartTicks('self')
  try {
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    const pidNamespace = readlinkSync('/proc/self/ns/pid')
    return startTicks === undefined ? undefined : { bootId, pidNamespace, startTicks }
  } catch {
    return undefined
  }
}

/** When a process of this machine started; nothing of one that is gone or hidden, and where no kernel tells. */
export function readStartTicks(processId: number | 'self'): string | undefined {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'latin1')
    // The second field is a name in brackets, which may hold brackets and spaces itself.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

/** Seconds since the kernel's start, which no change of the clock moves; nothing where it does not tell. */
export function readUptimeSeconds(): number | undefined {
  try {
    const seconds = Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0])
    return Number.isFinite(seconds) ? seconds : undefined
  } catch {
    return undefined
  }
}

/** What the names of temporary folders of this process begin with: a killed one's can be told by it. */
export function temporaryPrefix(): string {
  const mark = readProcessMark()
  const start = mark === undefined ? '' : `${Number(mark.startTicks).toString(36)}-`
  return `everyarch-${process.pid}-${start}`
}

/** The process a temporary folder's name stands for; nothing of names that are not ours. */
export function parseTemporaryName(
  name: string,
): { readonly processId: number; readonly startTicks?: string } | undefined {
  const [, processId, start] = /^everyarch-(\d{1,10})-(?:([0-9a-z]{1,11})-)?\w{6}$/.exec(name) ?? []
  if (processId === undefined) return undefined
  const startTicks = start === undefined ? {} : { startTicks: String(Number.parseInt(start, 36)) }
  return { processId: Number(processId), ...startTicks }
}
