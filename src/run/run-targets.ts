import type { Calibration } from '../emulation/calibration-times.ts'
import type { StartedDependencies } from '../engine/compose.ts'
import type { Engine } from '../engine/engine.ts'
import type { Target } from '../plan/target.ts'
import type { ReviewFinding } from '../report/apply-waivers.ts'
import type { RunEvent } from '../report/event.ts'
import type { Redactor } from '../report/redactor.ts'
import type { ErrorReport, KeptContainer, PlatformReport } from '../report/report.ts'
import { platformVerdict } from '../report/verdict.ts'
import { applyBlame } from './blame-verdict.ts'
import type { Outcome } from './observation.ts'
import { classify } from './classify.ts'
import type { ContainerSettings } from './container-settings.ts'
import { openControlServer } from './control-server.ts'
import { readCrowding } from './crowding.ts'
import { createDeadlines, type Deadlines } from './deadlines.ts'
import { createHandlers, type SuiteAnswers } from './handlers.ts'
import { checkTarget, type CheckedOwn, type OwnChecks } from './own-checks.ts'
import { publishedAt } from './health-report.ts'
import { createPlatformReport, type Audited } from './platform-report.ts'
import type { ImageSupply } from './image-supply.ts'
import { listRunErrors } from './run-errors.ts'
import { removeLeftovers } from './remove-leftovers.ts'
import { createSlots, type Slots } from './slots.ts'
import { startBlame, type StartBlameOptions } from './start-blame.ts'
import type { SuiteProject, Suites } from './suites.ts'
import { describeTarget, exposedPorts } from './target-info.ts'
import { startTargetRun, type TargetRun, type TargetRunOptions } from './target-run.ts'

export interface RunOptions {
  /** What each target is run by. */
  readonly engineOf: (target: Target) => Engine
  /** What an engine pulls the image's digests from: `ghcr.io/acme/app`. */
  readonly repository: string
  readonly targets: readonly Target[]
  /** Those that every container of the run carries. */
  readonly labels: Readonly<Record<string, string>>
  readonly settings: (target: Target) => ContainerSettings
  /** Takes secrets out of what applications write. */
  readonly redact: Redactor['text']
  readonly jobs: number
  /** What the user said of how long it may take to become healthy. */
  readonly askedTimeoutMs: (target: Target) => number | undefined
  readonly calibrations: TargetCalibrations
  readonly strict: boolean
  /** Leave the containers of platforms that do not pass. */
  readonly keepsFailed: boolean
  /** Keep what engines say of containers in the end. */
  readonly inspects: boolean
  /** True when the user said how the image is to be run. */
  readonly wasConfigured: boolean
  readonly supply: ImageSupply
  readonly suites: Suites
  /** What the user wants checked beside the built-in suites. */
  readonly own?: OwnChecks | undefined
  /** How the cause of a death under emulation is looked for. @default nothing is tried under another emulator */
  readonly blame?: Pick<StartBlameOptions, 'attempts' | 'emulators' | 'nativePlaceOf' | 'checksFloor'>
  /** Starts what the application of a target needs beside it. */
  readonly startDependencies?: (target: Target, engine: Engine) => Promise<StartedDependencies>
  /** The audit, which may still go on while containers run. */
  readonly audit: Promise<RunAudit>
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
}

/** What is known of how fast targets are executed by their engines. It comes while other work goes on. */
export interface TargetCalibrations {
  readonly of: (target: Target) => Calibration | undefined
  /** Settles when no more will be known; never rejects. */
  readonly done: Promise<void>
}

/** What the audit says of targets, and how findings of the run are to be looked at before verdicts are made of them. */
export interface RunAudit {
  readonly of: (target: Target) => Audited
  readonly review: ReviewFinding
}

export interface RunResult {
  /** By target name. */
  readonly reports: ReadonlyMap<string, PlatformReport>
  /** What each application wrote, by target name. */
  readonly logs: ReadonlyMap<string, readonly string[]>
  /** What the engine said of each application's container, by target name, where that was asked for. */
  readonly inspections: ReadonlyMap<string, unknown>
  readonly errors: readonly ErrorReport[]
}

/** Starts every target's digest, lets the suites look at it, and says of each what was proven. */
export async function runTargets(options: RunOptions): Promise<RunResult> {
  const { engineOf, targets, signal, calibrations } = options
  // It may fail long before it is asked for.
  options.audit.catch(() => undefined)
  const slots = createSlots(options.jobs)
  // Of those in the network of the host only one can have a port.
  const hostPlace = createSlots(1)
  const runs = new Map<string, StartedRun>()
  const server = await openControlServer((project) => runs.get(project)?.answers.handlers)
  const checkedOwn = new Map<Target, CheckedOwn>()
  const invalid = Promise.withResolvers<never>()
  invalid.promise.catch(() => undefined)
  const deadlines = createDeadlines({
    engineOf,
    hostArchitectureOf: (target) => engineOf(target).info.architecture,
    askedMs: options.askedTimeoutMs,
    slowdownOf: (target) => {
      const calibration = calibrations.of(target)
      return calibration && calibration.own.cpuUs / calibration.host.cpuUs
    },
    crowdingOf: (target) => readCrowding(engineOf(target).info),
  })
  const isInHostNetwork = (target: Target): boolean => options.settings(target).application.network === 'host'
  for (const target of targets) {
    const takeSlot = async (): Promise<void> => {
      if (isInHostNetwork(target)) await hostPlace.take(signal)
      await slots.take(signal)
    }
    const afterwards = async (outcome: Outcome): Promise<void> => {
      const own = await checkOwn(options, { target, outcome, started: runs.get(target.name), address: server.address })
        .catch(invalid.reject)
        .finally(slots.give)
      if (own !== undefined) checkedOwn.set(target, own)
    }
    const suitePorts = options.own === undefined ? [] : exposedPorts(target)
    const settings = { ...targetOptions(options, target, { takeSlot, deadlines }), afterwards, suitePorts }
    const run = startTargetRun(settings)
    if (isInHostNetwork(target)) run.observation.then(hostPlace.give, hostPlace.give)
    runs.set(target.name, { run, settings, answers: createHandlers(run, settings) })
  }
  const search = startBlame([...runs.values()], {
    ...options.blame,
    audit: options.audit,
    slots: (target) => (isInHostNetwork(target) ? hostPlace : slots),
  })
  const released = search.blamed.map(({ target, observation, steps, floor }) => {
    const release = (): Promise<void> => options.supply.release(target)
    return Promise.all([observation, steps, floor]).then(release, release)
  })
  try {
    const projects = targets.map((target) => suiteProject(target, options))
    const suites = options.suites.run({ projects, address: server.address, signal })
    const seen = Promise.all([
      Promise.all(search.blamed.map(({ observation }) => observation)),
      suites.catch((thrown: unknown) => {
        if (signal.aborted) return []
        throw thrown
      }),
    ])
    const [observations, results] = await Promise.race([seen, invalid.promise])
    const [audit] = await Promise.all([options.audit, calibrations.done])
    const found = search.blamed.map(async ({ target, steps, floor }) => {
      return [target, { steps: await steps, floor: await floor }] as const
    })
    const blames = new Map(await Promise.all(found))
    const context = { all: observations, wasConfigured: options.wasConfigured }
    const reports = new Map<string, PlatformReport>()
    for (const observation of observations) {
      const { target } = observation
      const { memory, processes } = options.settings(target)
      const death = classify(observation, { ...context, memoryLimit: memory, processLimit: processes })
      const classified = applyBlame(death, blames.get(target)?.steps ?? [], observation)
      const report = createPlatformReport({
        observation,
        classified,
        suites: results,
        own: { names: options.own?.names ?? [], checked: checkedOwn.get(target) },
        audited: audit.of(target),
        engine: engineOf(target),
        publishedAt: publishedAt(engineOf(target)),
        strict: options.strict,
        native: deadlines.nativeOf(target),
        calibration: calibrations.of(target),
        floor: blames.get(target)?.floor,
        review: audit.review,
      })
      reports.set(target.name, report)
      options.onEvent({ kind: 'platform-end', platform: target.name, report })
      if (report.keptContainer !== undefined) options.onEvent(tellKept(target.name, report.keptContainer))
    }
    const logs = new Map(observations.map(({ target, log }) => [target.name, log]))
    const inspections = new Map(observations.map(({ target, inspection }) => [target.name, inspection]))
    return { reports, logs, inspections, errors: listRunErrors(observations) }
  } finally {
    const removals = [...runs.values()].map(({ run }) => run.remove())
    await Promise.allSettled([...removals, search.stop(), calibrations.done, server.close()])
    await Promise.allSettled(released)
    await removeLeftovers({
      engines: [...new Set(targets.map(engineOf))],
      labels: options.labels,
      runs: [...runs.values()].map(({ run }) => run),
      signal,
    })
  }
}

/** A target's run, and what answers suites about it. */
interface StartedRun {
  readonly run: TargetRun
  readonly settings: TargetRunOptions
  readonly answers: SuiteAnswers
}

interface CheckOwnOptions {
  readonly target: Target
  readonly outcome: Outcome
  readonly started: StartedRun | undefined
  readonly address: string
}

/** What the user wants checked of one target, while its container is there. */
async function checkOwn(
  options: RunOptions,
  { target, outcome, started, address }: CheckOwnOptions,
): Promise<CheckedOwn | undefined> {
  const { own, signal, onEvent } = options
  if (own === undefined || started === undefined) return undefined
  const { run, answers } = started
  const request = { target: suiteProject(target, options).target, address, answers, signal }
  const onLeft = (count: number): void =>
    onEvent({ kind: 'notice', message: `${target.name}: ${count} containers that suites left open are removed` })
  return checkTarget({ checks: own, request, plan: target, run, outcome, onLeft })
}

function tellKept(name: string, { id, state, commands }: KeptContainer): RunEvent {
  const message = `${name}: container ${id} is kept (${state}): ${commands.join(' or ')}; everyarch clean removes it`
  return { kind: 'notice', message }
}

/** Whether a platform's container is kept: when it did not do well, or its files are wrong already. */
async function keeps({ keepsFailed, audit, strict }: RunOptions, target: Target, outcome: Outcome): Promise<boolean> {
  if (!keepsFailed || outcome.kind !== 'well') return keepsFailed
  const audited = await audit.then((known) => known.of(target)).catch(() => undefined)
  return audited !== undefined && platformVerdict(audited.findings, audited.checks, { strict }) !== 'passed'
}

/** What the targets of a run share. */
interface Shared {
  readonly takeSlot: Slots['take']
  readonly deadlines: Deadlines
}

function targetOptions(options: RunOptions, target: Target, shared: Shared): TargetRunOptions {
  const { takeSlot, deadlines } = shared
  const { engineOf, repository, signal, onEvent, startDependencies } = options
  const platform = target.name
  const pull = (): Promise<void> =>
    options.supply.pull(target, (receivedBytes, totalBytes) =>
      onEvent({ kind: 'platform-state', platform, state: 'pulling', receivedBytes, totalBytes }),
    )
  return {
    target,
    engine: engineOf(target),
    image: `${repository}@${target.image.descriptor.digest}`,
    settings: options.settings(target),
    redact: options.redact,
    keepsFailed: options.keepsFailed,
    keeps: (outcome) => keeps(options, target, outcome),
    inspects: options.inspects,
    deadline: () => deadlines.of(target),
    onHealthy: (readyMs) => deadlines.tell(target, readyMs),
    signal,
    onState: (state, detail) =>
      onEvent({ kind: 'platform-state', platform, state, ...(detail === undefined ? {} : { detail }) }),
    prepare: async () => {
      onEvent({ kind: 'platform-state', platform, state: 'waiting' })
      await takeSlot(signal)
      await pull()
    },
    restore: pull,
    ...(startDependencies === undefined
      ? {}
      : { startDependencies: (engine: Engine) => startDependencies(target, engine) }),
  }
}

function suiteProject(target: Target, { engineOf, repository, settings }: RunOptions): SuiteProject {
  const image = `${repository}@${target.image.descriptor.digest}`
  return {
    target: describeTarget({ target, engine: engineOf(target), image, settings: settings(target) }),
    suites: target.expectation.kind === 'healthy' ? ['architecture', 'start', 'health'] : ['architecture', 'start'],
  }
}
