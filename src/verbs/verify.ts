import { auditImage, type Audit } from '../audit/audit.ts'
import { isAbsentUnasked } from '../audit/partial.ts'
import type { ReviewedAudit } from '../audit/review.ts'
import type { BuildTimer } from '../build/time-build.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { toHarnessError, type HarnessError } from '../errors.ts'
import { findEmulators, type EmulatorFile } from '../emulation/emulator-file.ts'
import { preloadContainerRuntime } from '../engine/container-runtime.ts'
import type { Compose } from '../engine/compose.ts'
import type { ImageView } from '../image/view.ts'
import { formatPlatform } from '../oci/platform.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { BenchReport } from '../report/benchmark-report.ts'
import type { RunEvent } from '../report/event.ts'
import type { ErrorReport, PlatformReport, RunReport } from '../report/report.ts'
import { createRedactor, type Redactor } from '../report/redactor.ts'
import type { RunReports } from '../report/run-reports.ts'
import { createRunLabels } from '../run/labels.ts'
import type { OwnChecks } from '../run/own-checks.ts'
import type { OwnSuites } from '../run/own-test.ts'
import { openSuites, type Suites } from '../run/suites.ts'
import { listSecrets, listUnusedSettings } from '../plan/settings-for.ts'
import { platformOf, selectPlatforms, type Named, type Selection } from '../plan/selection.ts'
import { adviseBuilds } from './advise-builds.ts'
import { closeAll } from './close-all.ts'
import { openOwnChecks, type OwnFiles } from './own-checks.ts'
import { connectEngines, type Engines } from './engine-access.ts'
import type { ComposedRun } from './composed-run.ts'
import type { VerbContext } from './context.ts'
import { createReport } from './create-report.ts'
import { openAuditFinish, type FinishAudit } from './finish-audit.ts'
import { wishesOf } from './inspect.ts'
import { finishAtOnce, noSuites, type Hold } from './hold.ts'
import { isInterrupted, reportImages } from './many-images.ts'
import { addSavedBuilds, readSavedBuilds } from './saved-builds.ts'
import { splitLevels, staticReport } from './split-levels.ts'
import { openNamedView } from './open-view.ts'
import { planTargets } from './plan-targets.ts'
import type { Publisher } from './publisher.ts'
import { auditOf, unnamedReports, unrunReport } from './platform-reports.ts'
import { writeBuildRecord } from './output-folder.ts'
import { openClient } from './registry-access.ts'
import { prepareImages, failedBuild, withBuilds } from './prepare-image.ts'
import type { PreparedImages } from './prepared-images.ts'
import { startDeadline } from './run-deadline.ts'
import { runPlanned } from './run-planned.ts'
import { unrunnableReport } from './unrunnable-report.ts'

/** Audits an image, runs every platform of it by digest, and says of each what was proven. */
export async function verify(
  asked: ResolvedConfig,
  context: VerbContext,
  command: 'verify' | 'bench' = 'verify',
  hold?: Hold,
): Promise<RunReport | RunReports> {
  const { config, compose } = await openService(asked, context)
  const savedBuilds = await readSavedBuilds(config)
  // What is wrong with it is better known before anything runs than afterwards.
  if (config.bench !== undefined) await (await import('./bench-baseline.ts')).readSaved(config, context)
  const place = { cwd: process.cwd(), variables: context.environment.variables }
  const { checks: own, benches }: OwnFiles = hold ?? (await openOwnChecks(config, place))
  const emulators = await findEmulators({
    wanted: config.emulators,
    searchPath: context.environment.variables['PATH'] ?? '',
    cwd: process.cwd(),
  })
  const deadline = startDeadline(config.deadlineMs, context.signal)
  let redactor = createRedactor(listSecrets(config))
  const onEvent = (event: RunEvent): void => context.onEvent(redactor.data(event))
  const bounded = { ...context, signal: deadline.signal, onEvent }
  const client = openClient(config, bounded)
  const finish = hold === undefined ? openAuditFinish(config, client, bounded) : finishAtOnce
  const engines = connectEngines(config, bounded)
  const suites = hold === undefined ? openSuites() : noSuites
  preloadContainerRuntime().catch(() => undefined)
  let publisher: Publisher | undefined
  try {
    publisher = await openPublisherFor(config, bounded, client)
    const prepared = await prepareImages(config, bounded, { client, publisher })
    const { builds, buildLog, failure, secrets = [], tagsOf, shownAs, timerOf } = prepared
    if (secrets.length > 0) redactor = createRedactor([...listSecrets(config), ...secrets])
    const conclude = async (reports: readonly RunReport[]): Promise<readonly RunReport[]> =>
      publisher === undefined ? reports : publisher.conclude(reports, tagsOf)
    try {
      if (failure !== undefined) {
        const [report] = await conclude([failedBuild(command, failure, builds)])
        if (report === undefined) throw failure
        if (config.outputDir !== undefined) {
          await writeBuildRecord(config.outputDir, { log: buildLog, report: redactor.data(report) })
        }
        bounded.onEvent({ kind: 'run-end', report })
        return redactor.data(report)
      }
      if (config.outputDir !== undefined) await writeBuildRecord(config.outputDir, { log: buildLog })
      const all = { ...config, images: prepared.images }
      const shared = {
        client,
        engines,
        finish,
        emulators,
        compose,
        publisher,
        suites,
        shownAs,
        own,
        benches,
        hold,
        redactor,
      }
      const options = { command, config, context: bounded, ...shared }
      const reportOne = async (name: string): Promise<RunReport> => {
        const report = await verifyImage(name, { ...options, buildTimer: timerOf?.(name) })
        return addSavedBuilds(await adviseBuilds(withBuilds(report, builds), config), savedBuilds)
      }
      return redactor.data(await reportImages(command, all, bounded, reportOne, { conclude, shownAs }))
    } finally {
      await closeAll([prepared], bounded)
    }
  } catch (thrown) {
    throw redactor.error(thrown)
  } finally {
    deadline.stop()
    await closeAll([publisher, suites, engines, client], bounded)
  }
}

/** Where the image is a service of a compose file, that says what is left open. */
async function openService(config: ResolvedConfig, context: VerbContext): Promise<ComposedRun> {
  if (config.composeFile === undefined || config.service === undefined) return { config }
  const { openComposedRun } = await import('./composed-run.ts')
  return openComposedRun(config, { path: config.composeFile, service: config.service }, context)
}

/** Where something may be published. */
async function openPublisherFor(
  config: ResolvedConfig,
  context: VerbContext,
  client: RegistryClient,
): Promise<Publisher | undefined> {
  const { tags, build } = config
  if (tags.length === 0 && build === undefined) return undefined
  const { openPublisher } = await import('./publisher.ts')
  const publisher = openPublisher({ config, context, client })
  if (tags.length > 0) await publisher.expect([{ name: 'the image', tags }])
  return publisher
}

/** What the images of one call share. */
interface VerifyOptions {
  readonly command: string
  readonly config: ResolvedConfig
  readonly context: VerbContext
  readonly client: RegistryClient
  readonly engines: Engines
  readonly finish: FinishAudit
  readonly emulators: readonly EmulatorFile[]
  readonly compose: Compose | undefined
  readonly publisher: Publisher | undefined
  readonly suites: Suites
  readonly shownAs: PreparedImages['shownAs']
  readonly own: OwnChecks | undefined
  readonly benches: OwnSuites | undefined
  readonly hold: Hold | undefined
  readonly redactor: Redactor
  /** Of an image that is built here. */
  readonly buildTimer?: BuildTimer | undefined
}

async function verifyImage(name: string, options: VerifyOptions): Promise<RunReport> {
  const { config, context, client, publisher, shownAs } = options
  const createdAt = new Date()
  const view = await openNamedView(name, { client, config, context, shownAs: shownAs?.get(name) })
  publisher?.take(view)
  try {
    return await verifyView(view, createdAt, options)
  } finally {
    if (publisher === undefined) await view.source.close()
  }
}

async function verifyView(view: ImageView, createdAt: Date, options: VerifyOptions): Promise<RunReport> {
  const { config, context, finish } = options
  await finish.ready
  const known = await auditImage(view, wishesOf(config), context.signal)
  const completing = finish(view, known)
  completing.catch(() => undefined)
  const selection = withoutAbsent(selectPlatforms(known.candidates, config.platforms, 'linux'), known)
  const present = known.candidates.map(({ platform }) => platform)
  for (const platform of listUnusedSettings(config, present)) {
    const message = `perPlatform has settings for ${formatPlatform(platform)}, which ${view.source.name} does not have`
    context.onEvent({ kind: 'notice', message })
  }
  context.onEvent({
    kind: 'image-resolved',
    reference: view.source.name,
    digest: view.root.digest,
    platforms: selection.selected.map((named) => named.name),
    attestations: view.attestations.length,
  })
  options.publisher?.warn(selection.skipped.map(({ name }) => name))
  const run = await runSelected({ ...options, view, known, completing, selection })
  const audit = await completing
  const { strict } = config
  const skipped = selection.skipped.map((named) => {
    const { image } = named
    const audited = auditOf(audit, image)
    return [image, unrunReport({ platform: platformOf(named), image, audit: audited, strict, skipped: true })] as const
  })
  const reports = new Map([...unnamedReports(view, audit, strict), ...skipped, ...run.reports])
  return createReport({
    command: options.command,
    createdAt,
    view,
    config,
    findings: audit.findings,
    platforms: view.images.flatMap((image) => reports.get(image) ?? []),
    errors: dropRepeated([...audit.errors, ...run.errors]),
    interrupted: isInterrupted(context.signal),
    bench: run.bench,
  })
}

/** What a store of some platforms does not hold is run by nobody who did not ask for it. */
function withoutAbsent({ selected, skipped }: Selection, audit: Audit): Selection {
  const isAbsent = ({ image }: Named): boolean => isAbsentUnasked(auditOf(audit, image))
  return {
    selected: selected.filter((named) => !isAbsent(named)),
    skipped: [...skipped, ...selected.filter(isAbsent)],
  }
}

/** What kept the audit from ending may have kept the run from it too. */
function dropRepeated(errors: readonly (HarnessError | ErrorReport)[]): readonly (HarnessError | ErrorReport)[] {
  return errors.filter((error, index) => {
    return errors.findIndex(({ code, message }) => code === error.code && message === error.message) === index
  })
}

interface SelectedRun {
  readonly reports: ReadonlyMap<Named['image'], PlatformReport>
  readonly bench?: BenchReport
  readonly errors: readonly (HarnessError | ErrorReport)[]
}

interface SelectedRunOptions extends VerifyOptions {
  readonly view: ImageView
  /** What the audit knows before any file was read. */
  readonly known: Audit
  /** All of the audit: it goes on while containers run. */
  readonly completing: Promise<ReviewedAudit>
  readonly selection: Selection
}

/** Runs what can be run; whatever keeps that from happening leaves the audit's findings as they are. */
async function runSelected(options: SelectedRunOptions): Promise<SelectedRun> {
  const { view, known, completing, selection, config, context, engines } = options
  const { run, audited } = splitLevels(selection.selected, config)
  const audits = completing.then((audit) => reportAudited(audited, audit, config, context))
  audits.catch(() => undefined)
  if (run.length === 0) return { reports: await audits, errors: [] }
  const labels = createRunLabels(config.deadlineMs)
  try {
    const plan = await planTargets({ view, audit: known, selected: run, config, context, engines, labels })
    options.hold?.onPlan(plan)
    const { targets, engineOf } = plan
    const ran = await runPlanned({ ...options, audit: known, targets, engineOf, labels })
    const audit = await completing
    const unrun = plan.unrunnable.map((it) => [it.named.image, unrunnableReport(it, audit, config.strict)] as const)
    const reports = new Map([...(await audits), ...unrun, ...ran.reports])
    return { ...ran, reports, errors: [...plan.errors, ...ran.errors] }
  } catch (thrown) {
    const error = context.signal.aborted ? toHarnessError(context.signal.reason) : toHarnessError(thrown)
    if (error.exitCode === 2) throw error
    const audit = await completing
    const unrun = run.map(
      (named) => [named.image, unrunnableReport({ named, reason: error.message }, audit, config.strict)] as const,
    )
    return { reports: new Map([...(await audits), ...unrun]), errors: [error] }
  }
}

/** Platforms that the configuration wants audited only. */
function reportAudited(
  audited: readonly Named[],
  audit: ReviewedAudit,
  { strict }: ResolvedConfig,
  { onEvent }: VerbContext,
): ReadonlyMap<Named['image'], PlatformReport> {
  return new Map(
    audited.map((named) => {
      const report = staticReport(named, audit, strict)
      onEvent({ kind: 'platform-end', platform: named.name, report })
      return [named.image, report]
    }),
  )
}
