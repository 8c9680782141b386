import type { Engine } from '../engine/engine.ts'
import { openCalibrationCache, type Executions } from './calibration-cache.ts'
import type { Calibration } from './calibration-times.ts'
import { calibrateEngine } from './calibration.ts'

export interface CalibrationsOptions {
  /** By architecture. */
  readonly executions: Executions
  /** Architectures that are measured when they are not known; all others are only looked up. */
  readonly needed: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  /** Where results are kept; without it nothing is. */
  readonly cacheDir?: string
  readonly signal?: AbortSignal
}

/** What is known of how fast an engine executes architectures. It comes while other work goes on. */
export interface Calibrations {
  /** Undefined as long as it is not known. */
  of(architecture: string): Calibration | undefined
  /** Settles when no more will be known; never rejects. */
  readonly done: Promise<void>
}

/** With its image loaded and removed again. */
const longestMs = 60_000

/** Looks up how fast an engine executes architectures, and measures those that are needed and not known. */
export function openCalibrations(engine: Engine, options: CalibrationsOptions): Calibrations {
  const known = new Map<string, Calibration>()
  const add = (found: ReadonlyMap<string, Calibration>): void => {
    for (const [architecture, calibration] of found) known.set(architecture, calibration)
  }
  const find = async (): Promise<void> => {
    const { executions, needed, labels, cacheDir, signal } = options
    const cache = cacheDir === undefined ? undefined : openCalibrationCache(cacheDir, engine.info, executions)
    if (cache !== undefined) add(await cache.read())
    if (needed.every((architecture) => known.has(architecture))) return
    const all = [...executions].filter(([, { kind }]) => kind !== 'unavailable').map(([architecture]) => architecture)
    const tooLate = AbortSignal.timeout(longestMs)
    const either = signal === undefined ? tooLate : AbortSignal.any([signal, tooLate])
    const measured = await calibrateEngine(engine, all, { labels, signal: either })
    add(measured)
    await cache?.write(measured)
  }
  // A run is not to fail for want of it.
  return { of: (architecture) => known.get(architecture), done: find().catch(() => undefined) }
}
