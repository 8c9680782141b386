import { calibrationPhases } from '../elf/calibration-program.ts'

/** The CPU time, in microseconds, that fixed amounts of work took. */
export interface WorkTimes {
  /** To start a program. */
  readonly spawnUs: number
  /** To compute. */
  readonly cpuUs: number
  /** To call the kernel. */
  readonly systemCallsUs: number
}

/** What work took on an architecture, and on the engine's own at the same time. */
export interface Calibration {
  readonly own: WorkTimes
  readonly host: WorkTimes
}

/**
 * The calibrations that a chain of programs printed, by architecture: nothing without the host's own. Of an
 * architecture that did its work several times the medians count.
 */
export function readCalibrations(lines: readonly string[], hostArchitecture: string): ReadonlyMap<string, Calibration> {
  const seen = new Map<string, Map<string, number[]>>()
  let lastNs: number | undefined
  for (const line of lines) {
    const [, name = '', phase = '', digits] = /^(\w+) (\w+) (\d+) \d+ \d+$/.exec(line) ?? []
    const ns = Number(digits)
    // A kernel that does not count says zero.
    if (!Number.isSafeInteger(ns) || ns === 0) continue
    const phases = seen.get(name) ?? new Map<string, number[]>()
    if (lastNs !== undefined) phases.set(phase, [...(phases.get(phase) ?? []), ns - lastNs])
    seen.set(name, phases)
    lastNs = ns
  }
  const host = workTimes(seen.get(hostArchitecture))
  if (host === undefined) return new Map()
  const read = [...seen].flatMap(([name, phases]) => {
    const own = workTimes(phases)
    return own === undefined || name === uncounted ? [] : [[name, { own, host }] as const]
  })
  return new Map(read)
}

/** The name of a program whose times do not count. */
export const uncounted = 'first'

function workTimes(phases: ReadonlyMap<string, readonly number[]> | undefined): WorkTimes | undefined {
  const [spawnUs, cpuUs, systemCallsUs] = calibrationPhases.map((phase) => toUs(median(phases?.get(phase) ?? [])))
  if (!spawnUs || !cpuUs || !systemCallsUs) return undefined
  return { spawnUs, cpuUs, systemCallsUs }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Nothing for what took no time: it was not measured. */
function toUs(ns: number): number | undefined {
  return ns <= 0 ? undefined : Math.max(1, Math.round(ns / 1000))
}
