import type { ReviewedAudit } from '../audit/review.ts'
import type { EmulatorFile } from '../emulation/emulator-file.ts'
import { toHarnessError } from '../errors.ts'
import type { StartedDependencies } from '../engine/compose.ts'
import type { Engine } from '../engine/engine.ts'
import type { Target } from '../plan/target.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { ErrorReport, PlatformReport } from '../report/report.ts'
import type { BuildTimer } from '../build/time-build.ts'
import type { ContainerSettings } from '../run/container-settings.ts'
import type { ImageSupply } from '../run/image-supply.ts'
import type { OwnSuites } from '../run/own-test.ts'
import type { TargetRunOptions } from '../run/target-run.ts'
import type { Benched, RunPlace } from './bench-planned.ts'
import { planBaseline, type PlanBaselineOptions } from './plan-bench-baseline.ts'

export interface BenchRunOptions extends PlanBaselineOptions {
  readonly targets: readonly Target[]
  readonly engineOf: (target: Target) => Engine
  readonly emulators: readonly EmulatorFile[]
  readonly completing: Promise<Pick<ReviewedAudit, 'review'>>
  readonly repository: string
  readonly supply: ImageSupply
  readonly settingsOf: (target: Target, engine: Engine) => ContainerSettings
  readonly startDependencies: ((target: Target, engine: Engine) => Promise<StartedDependencies>) | undefined
  readonly redact: TargetRunOptions['redact']
  readonly buildTimer?: BuildTimer | undefined
  readonly benches: OwnSuites | undefined
  /** As reports call it. */
  readonly image: string
}

/** Measures what was proven, where that was asked for. What keeps it from being measured takes nothing from the proof. */
export async function benchRun(
  reports: ReadonlyMap<string, PlatformReport>,
  options: BenchRunOptions,
): Promise<Benched & { readonly error?: ErrorReport }> {
  const { config, context, targets, engineOf, repository, supply, emulators } = options
  const settings = config.bench
  if (settings === undefined) return { reports }
  try {
    const [{ review }, { benchPlanned }] = await Promise.all([options.completing, import('./bench-planned.ts')])
    return await benchPlanned({
      settings,
      config,
      context,
      targets,
      reports,
      engineOf,
      repository,
      supply,
      emulators,
      review,
      buildTimer: options.buildTimer,
      benches: options.benches,
      image: options.image,
      runOf: (target, place) => runOf(target, place, reports, options),
      planBaseline: (reference, beside) => planBaseline(reference, beside, options),
    })
  } catch (thrown) {
    const error = toHarnessError(thrown)
    if (error.exitCode === 2) throw error
    return context.signal.aborted ? { reports } : { reports, error: toErrorReport(error) }
  }
}

/** How long anything is waited for of which nothing is known. */
const usualTimeoutMs = 240_000

function runOf(
  target: Target,
  { repository, supply, engineOf }: RunPlace,
  reports: ReadonlyMap<string, PlatformReport>,
  { settingsOf, startDependencies, redact, context }: BenchRunOptions,
): TargetRunOptions {
  const engine = engineOf(target)
  const timeoutMs = reports.get(target.name)?.start?.timeoutMs ?? usualTimeoutMs
  const nothing = (): void => undefined
  return {
    target,
    engine,
    image: `${repository}@${target.image.descriptor.digest}`,
    settings: settingsOf(target, engine),
    redact,
    deadline: () => ({ timeoutMs, limitMs: timeoutMs, reason: 'as long as before' }),
    onHealthy: nothing,
    keepsFailed: false,
    keeps: async () => false,
    inspects: false,
    signal: context.signal,
    onState: nothing,
    prepare: async () => undefined,
    restore: () => supply.pull(target, nothing),
    ...(startDependencies === undefined
      ? {}
      : { startDependencies: (where: Engine) => startDependencies(target, where) }),
  }
}
