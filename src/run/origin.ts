import { readProcessMark, readUptimeSeconds, type ProcessMark } from '../config/process-mark.ts'

/** Who made a container, and how long it is waited for, on a clock that nobody sets. */
export interface Origin extends ProcessMark {
  /** Seconds since the kernel's start. */
  readonly endsAtUptime: number
}

/** This process as an origin; nothing where no kernel tells. */
export function readOrigin(lastsMs: number): Origin | undefined {
  const mark = readProcessMark()
  const uptime = readUptimeSeconds()
  if (mark === undefined || uptime === undefined) return undefined
  return { ...mark, endsAtUptime: Math.ceil(uptime + lastsMs / 1000) }
}

export function formatOrigin({ bootId, pidNamespace, startTicks, endsAtUptime }: Origin): string {
  return [bootId, pidNamespace, startTicks, endsAtUptime].join(' ')
}

/** Nothing where it is no origin. */
export function parseOrigin(text: string | undefined): Origin | undefined {
  const [, bootId, pidNamespace, startTicks, ends] = /^(\S+) (pid:\[\d+\]) (\d+) (\d{1,12})$/.exec(text ?? '') ?? []
  if (bootId === undefined || pidNamespace === undefined || startTicks === undefined) return undefined
  return { bootId, pidNamespace, startTicks, endsAtUptime: Number(ends) }
}
