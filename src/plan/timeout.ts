import type { Execution } from '../emulation/execution.ts'

/** How long a platform is given from its container's start to healthy, and why. */
export interface Deadline {
  readonly timeoutMs: number
  /** Until when news in its log keep it waited for; the same as `timeoutMs` where the user named a timeout. */
  readonly limitMs: number
  /** The end of a sentence: `20 × the 1.2 s that linux/amd64 took`. */
  readonly reason: string
}

/** What a deadline is made from, as far as it is known. */
export interface DeadlineBasis {
  readonly execution: Pick<Execution, 'kind'>
  /** What the user said. */
  readonly askedMs?: number | undefined
  /** How soon a native platform of the same image was healthy. */
  readonly native?: NativeStart | undefined
  /** How many times slower the emulator computes, by a calibration. */
  readonly slowdown?: number | undefined
  /** How many processes want each core of the host. @default 1 */
  readonly crowding?: number | undefined
}

/** A platform that started natively. */
export interface NativeStart {
  /** `linux/amd64` */
  readonly platform: string
  readonly readyMs: number
}

/** The reason of a timeout that the user named. */
export const askedReason = 'as asked for'

const nativeMs = 60_000
const nativeLimitMs = 180_000
/** Where nothing is known of the emulator. */
const emulatedMs = 240_000
const emulatedLimitMs = 600_000
/** A native start that was quick by chance must not end a good platform. */
const shortestEmulatedMs = 120_000
/** Emulation makes a start 3 to 15 times longer: more than that is no slowness. */
const nativeFactor = 20
/** What a run brings about itself is in its defaults. */
const leastCrowding = 2

/** Decides how long a platform is waited for: emulation is slower by an order of magnitude. */
export function deadlineFor({ execution, askedMs, native, slowdown, crowding = 1 }: DeadlineBasis): Deadline {
  if (askedMs !== undefined) return { timeoutMs: askedMs, limitMs: askedMs, reason: askedReason }
  const crowd = crowding < leastCrowding ? 1 : crowding
  const busy = crowd === 1 ? '' : `${round(crowd)} × for a host as busy as this one, `
  if (execution.kind !== 'emulated') {
    return bounded(nativeMs * crowd, `${busy}the default for a native platform`, nativeMs, nativeLimitMs)
  }
  // The native start has already seen how busy the host is.
  if (native !== undefined) {
    const took = `the ${formatSeconds(native.readyMs)} that ${native.platform} took`
    return emulatedDeadline(native.readyMs * nativeFactor, `${nativeFactor} × ${took}`)
  }
  if (slowdown !== undefined) {
    const given = `the ${formatSeconds(nativeMs)} of a native platform`
    const reason = `${busy}${round(slowdown)} × ${given}: by calibration, its emulator computes that much slower`
    return emulatedDeadline(nativeMs * slowdown * crowd, reason)
  }
  return emulatedDeadline(emulatedMs * crowd, `${busy}the default for an emulated platform`)
}

/**
 * The same before anything has run: at most how long it would be.
 * @param nativePlatform whose start would be measured; undefined where none of the run is native
 */
export function plannedDeadline(basis: DeadlineBasis, nativePlatform: string | undefined): Deadline {
  if (nativePlatform === undefined || basis.execution.kind !== 'emulated' || basis.askedMs !== undefined) {
    return deadlineFor(basis)
  }
  const range = `from ${formatSeconds(shortestEmulatedMs)} to ${formatSeconds(emulatedLimitMs)}`
  const reason = `${nativeFactor} × what ${nativePlatform} takes, ${range}`
  return { timeoutMs: emulatedLimitMs, limitMs: emulatedLimitMs, reason }
}

function emulatedDeadline(wantedMs: number, reason: string): Deadline {
  return bounded(wantedMs, reason, shortestEmulatedMs, emulatedLimitMs)
}

function bounded(wantedMs: number, reason: string, shortestMs: number, limitMs: number): Deadline {
  if (wantedMs < shortestMs) {
    return { timeoutMs: shortestMs, limitMs, reason: `${reason}, but ${formatSeconds(shortestMs)} at least` }
  }
  if (wantedMs > limitMs) {
    return { timeoutMs: limitMs, limitMs, reason: `${reason}, but ${formatSeconds(limitMs)} at most` }
  }
  return { timeoutMs: Math.round(wantedMs), limitMs, reason }
}

/**
 * When a platform's time is over, in milliseconds from its start: later than its deadline while its log has had news
 * in the last quarter of that.
 * @param newsMs when its log last had news; absent when it never had
 */
export function timeIsOverMs({ timeoutMs, limitMs }: Deadline, newsMs: number | undefined): number {
  if (newsMs === undefined) return timeoutMs
  return Math.min(Math.max(timeoutMs, newsMs + timeoutMs / 4), Math.max(timeoutMs, limitMs))
}

function formatSeconds(ms: number): string {
  return `${round(ms / 1000)} s`
}

/** Two places below one, one below ten, none above. */
function round(value: number): string {
  return value.toFixed(value < 0.995 ? 2 : value < 9.95 && !Number.isInteger(value) ? 1 : 0)
}
