import { join } from 'node:path'
import { openCalibrations, type Calibrations } from '../emulation/calibrations.ts'
import type { Engine } from '../engine/engine.ts'
import type { Target } from '../plan/target.ts'
import type { TargetCalibrations } from '../run/run-targets.ts'
import type { VerbContext } from './context.ts'

export interface CalibrateTargetsOptions {
  readonly engineOf: (target: Target) => Engine
  readonly targets: readonly Target[]
  /** Whether the user said how long it may take. */
  readonly hasTimeout: (target: Target) => boolean
  /** Whether all are measured, whatever deadlines need. @default false */
  readonly measuresAll?: boolean
  readonly labels: Readonly<Record<string, string>>
  readonly context: VerbContext
}

/** What is known of how fast targets are executed; measured where a deadline can be made from nothing else. */
export function calibrateTargets(options: CalibrateTargetsOptions): TargetCalibrations {
  const { engineOf, targets, hasTimeout, labels, context, measuresAll = false } = options
  const waited = targets.filter(({ expectation }) => expectation.kind !== 'stay')
  const hasNative = waited.some(({ execution }) => execution.kind === 'native')
  const guessed = waited.filter((target) => target.execution.kind === 'emulated' && !hasTimeout(target))
  const byEngine = new Map<Engine, Calibrations>()
  for (const engine of new Set(targets.map(engineOf))) {
    const own = (target: Target): boolean => engineOf(target) === engine
    const calibrations = openCalibrations(engine, {
      executions: new Map(targets.filter(own).map(({ platform, execution }) => [platform.architecture, execution])),
      needed: (measuresAll ? targets : hasNative ? [] : guessed)
        .filter(own)
        .map(({ platform }) => platform.architecture),
      labels,
      cacheDir: join(context.environment.cacheDir, 'calibration'),
      signal: context.signal,
    })
    byEngine.set(engine, calibrations)
  }
  return {
    of: (target) => byEngine.get(engineOf(target))?.of(target.platform.architecture),
    done: Promise.all([...byEngine.values()].map(({ done }) => done)).then(() => undefined),
  }
}
