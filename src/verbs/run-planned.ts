import type { Audit } from '../audit/audit.ts'
import { auditChecks } from '../audit/checks.ts'
import type { ReviewedAudit } from '../audit/review.ts'
import type { BuildTimer } from '../build/time-build.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { RunSettings } from '../config/run-settings.ts'
import type { EmulatorFile } from '../emulation/emulator-file.ts'
import type { Engine, NetworkSummary } from '../engine/engine.ts'
import type { Compose, StartedDependencies } from '../engine/compose.ts'
import { platformLabel, roleLabel, runLabel } from '../engine/labels.ts'
import { HarnessError, toHarnessError } from '../errors.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import type { ImageView } from '../image/view.ts'
import { settingsFor } from '../plan/settings-for.ts'
import type { Target } from '../plan/target.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { BenchReport } from '../report/benchmark-report.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { RunEvent } from '../report/event.ts'
import type { Redactor } from '../report/redactor.ts'
import type { ErrorReport, PlatformReport } from '../report/report.ts'
import { checkContainers } from '../run/check-containers.ts'
import { containerSettings, type ContainerSettings } from '../run/container-settings.ts'
import type { OwnChecks } from '../run/own-checks.ts'
import type { OwnSuites } from '../run/own-test.ts'
import type { Suites } from '../run/suites.ts'
import { createImageSupplies } from '../run/image-supply.ts'
import { runTargets, type RunResult } from '../run/run-targets.ts'
import { benchRun } from './bench-run.ts'
import { calibrateTargets } from './calibrate-targets.ts'
import type { VerbContext } from './context.ts'
import type { Engines } from './engine-access.ts'
import { holdEnds } from './hold-ends.ts'
import { findNativePlace } from './native-place.ts'
import { openOutputFolder, type OutputFolder } from './output-folder.ts'
import { auditOf } from './platform-reports.ts'
import { pullCredentialFor } from './registry-access.ts'

/** For databases, which fill themselves first. */
const defaultServicesTimeoutMs = 120_000

export interface RunPlannedOptions {
  readonly view: ImageView
  /** As far as it is known before anything runs. */
  readonly audit: Audit
  /** All of it. */
  readonly completing: Promise<ReviewedAudit>
  readonly targets: readonly Target[]
  readonly config: ResolvedConfig
  readonly context: VerbContext
  readonly client: RegistryClient
  readonly engineOf: (target: Target) => Engine
  /** Those the user named beside the engine's own. */
  readonly emulators: readonly EmulatorFile[]
  readonly engines: Engines
  readonly suites: Suites
  /** What the user wants checked beside them. */
  readonly own: OwnChecks | undefined
  /** What the user wants measured. */
  readonly benches: OwnSuites | undefined
  readonly labels: Readonly<Record<string, string>>
  /** Of what the configuration and the build keep secret. */
  readonly redactor: Redactor
  /** What the image needs beside it. */
  readonly compose: Compose | undefined
  /** Of an image that was built here. */
  readonly buildTimer?: BuildTimer | undefined
}

export interface RanPlatforms {
  readonly reports: ReadonlyMap<PlatformImage, PlatformReport>
  /** How it was measured, where it was. */
  readonly bench?: BenchReport
  readonly errors: readonly ErrorReport[]
}

/** Runs planned targets with the user's settings. An image that is in no registry is served by one while it runs. */
export async function runPlanned(options: RunPlannedOptions): Promise<RanPlatforms> {
  const { view, targets, config, context, engineOf } = options
  if (targets.length === 0) return { reports: new Map(), errors: [] }
  const { repository } = view.source
  if (repository !== undefined) return runFrom({ repository, keepsImages: config.keepsImages }, options)
  requireOwnEngines(targets.map(engineOf), view.source.name)
  const { serveImage } = await import('../build/loopback-registry.ts')
  const registry = await serveImage(view, context.signal)
  context.onEvent({ kind: 'notice', message: `${view.source.name} is run from a registry on ${registry.repository}` })
  try {
    return await runFrom({ repository: registry.repository, keepsImages: false }, options)
  } finally {
    await registry.close()
  }
}

/** @throws HarnessError `engine-failed` for an engine that this machine's loopback is not its own */
function requireOwnEngines(engines: readonly Engine[], name: string): void {
  const far = engines.find(({ info }) => !info.isLocal)
  if (far === undefined) return
  throw new HarnessError('engine-failed', `the engine at ${far.info.endpoint} cannot pull ${name} from this machine`, {
    hint: 'push the image to a registry that the engine reaches, and name it there',
  })
}

interface PullPlace {
  readonly repository: string
  readonly keepsImages: boolean
}

async function runFrom({ repository, keepsImages }: PullPlace, options: RunPlannedOptions): Promise<RanPlatforms> {
  const { audit, completing, targets, config, context, engineOf, labels, compose, redactor } = options
  const networks = new Map<Engine, readonly NetworkSummary[]>()
  for (const engine of new Set(targets.map(engineOf))) {
    const containers = targets
      .filter((target) => engineOf(target) === engine)
      .map(({ platform, expectation }) => ({ wishes: settingsFor(config, platform).container, expectation }))
    networks.set(engine, await checkContainers(engine, containers))
  }
  const output = config.outputDir === undefined ? undefined : openOutputFolder(config.outputDir)
  const onEvent = (event: RunEvent): void => {
    output?.onEvent(redactor.data(event))
    context.onEvent(event)
  }
  const supplied = {
    repository,
    credential: () => pullCredentialFor(repository, context),
    keepsImages,
    sizeOf: ({ image }: Target) => auditOf(audit, image).sizeBytes ?? 0,
    signal: context.signal,
  }
  const supply = createImageSupplies(targets, engineOf, supplied)
  const places = { engines: options.engines, engineOf, labels, context, supply: supplied }
  const askedTimeoutMs = ({ platform }: Target): number | undefined => settingsFor(config, platform).timeoutMs
  const hasTimeout = (target: Target): boolean => askedTimeoutMs(target) !== undefined
  const measuresAll = config.bench !== undefined
  const calibrations = calibrateTargets({ engineOf, targets, hasTimeout, labels, context, measuresAll })
  const settingsOf = (target: Target, engine: Engine): ContainerSettings =>
    containerSettings(settingsFor(config, target.platform), labels, networks.get(engine) ?? [])
  const startDependencies = compose === undefined ? undefined : servicesOf(compose, options)
  // What is measured afterwards belongs to a platform's end.
  const held = holdEnds(onEvent, config.bench !== undefined)
  const proven = await runTargets({
    engineOf,
    repository,
    targets,
    labels,
    settings: (target) => settingsOf(target, engineOf(target)),
    redact: redactor.text,
    jobs: config.jobs,
    askedTimeoutMs,
    calibrations,
    strict: config.strict,
    keepsFailed: config.keepsFailed,
    inspects: output !== undefined,
    wasConfigured: targets.some(({ platform }) => wasConfigured(settingsFor(config, platform))),
    supply,
    suites: options.suites,
    own: options.own,
    blame: {
      attempts: config.attempts,
      emulators: options.emulators,
      checksFloor: config.checksCpuFloor,
      nativePlaceOf: (target) => findNativePlace(target, places),
    },
    ...(startDependencies === undefined ? {} : { startDependencies }),
    audit: completing.then((complete) => ({
      of: ({ image }) => {
        const own = auditOf(complete, image)
        return { findings: own.findings, checks: auditChecks(own), sizeBytes: own.sizeBytes ?? 0 }
      },
      review: complete.review,
    })),
    signal: context.signal,
    onEvent: held.onEvent,
  })
  const measured = await benchRun(proven.reports, {
    ...options,
    image: options.view.source.name,
    repository,
    supply,
    context: { ...context, onEvent },
    settingsOf,
    startDependencies,
    redact: redactor.text,
  })
  const ran = { ...proven, reports: measured.reports }
  held.end(ran.reports)
  const { reports } = ran
  const errors = [...ran.errors, ...(measured.error === undefined ? [] : [measured.error])]
  const unwritten = output === undefined ? [] : await writeOutput(output, ran, redactor)
  return {
    reports: new Map(
      targets.flatMap(({ name, image }) => {
        const report = reports.get(name)
        return report === undefined ? [] : [[image, report] as const]
      }),
    ),
    ...(measured.bench === undefined ? {} : { bench: measured.bench }),
    errors: [...errors, ...unwritten],
  }
}

/** Starts a set of services of its own for each target. */
function servicesOf(compose: Compose, { labels, context, config }: RunPlannedOptions) {
  const run = labels[runLabel]?.slice(0, 8) ?? ''
  let sets = 0
  return (target: Target, engine: Engine): Promise<StartedDependencies> =>
    compose.start({
      name: `everyarch-${run}-${++sets}`,
      engine,
      labels: { ...labels, [roleLabel]: 'service', [platformLabel]: target.name },
      timeoutMs: settingsFor(config, target.platform).timeoutMs ?? defaultServicesTimeoutMs,
      signal: context.signal,
    })
}

/** What cannot be written is an error of the run, and takes nothing from what was proven. */
async function writeOutput(
  output: OutputFolder,
  { reports, logs, inspections }: RunResult,
  redactor: Redactor,
): Promise<readonly ErrorReport[]> {
  try {
    for (const [name, report] of reports) {
      const inspection = redactor.data(inspections.get(name))
      await output.write(name, { report: redactor.data(report), log: logs.get(name) ?? [], inspection })
    }
    return []
  } catch (thrown) {
    return [toErrorReport(toHarnessError(thrown))]
  }
}

/** True when the user said anything of how the image is run or what it should do. */
function wasConfigured({ http, command, expected, env, container }: RunSettings): boolean {
  const wishes = { ...env, ...container }
  return http !== undefined || command !== undefined || expected !== undefined || Object.keys(wishes).length > 0
}
