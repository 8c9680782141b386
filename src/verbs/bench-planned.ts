import { cpus } from 'node:os'
import { describeTrends, findInBenchmarks } from '../bench/bench-findings.ts'
import type { BuildTimer } from '../build/time-build.ts'
import type { BenchSettings, ResolvedConfig } from '../config/resolved-config.ts'
import type { EmulatorFile } from '../emulation/emulator-file.ts'
import type { Engine } from '../engine/engine.ts'
import type { Target } from '../plan/target.ts'
import type { ReviewFinding } from '../report/apply-waivers.ts'
import {
  pullName,
  type BenchReport,
  type BenchmarkReport,
  type FootprintReport,
  type MachineReport,
} from '../report/benchmark-report.ts'
import { formatEngineName } from '../report/engine-name.ts'
import { findingStatus } from '../report/finding-status.ts'
import type { CheckReport, PlatformReport } from '../report/report.ts'
import { platformVerdict } from '../report/verdict.ts'
import { benchTargets, warmupRounds, type BenchSubject, type TargetBenchmarks } from '../run/bench-targets.ts'
import type { ImageSupply } from '../run/image-supply.ts'
import { emulatorsFor, proveEmulation, readUserOf, underSecond } from '../run/second-emulation.ts'
import type { OwnSuites } from '../run/own-test.ts'
import type { TargetRunOptions } from '../run/target-run.ts'
import { openBenchBaseline, type BaselinePlan } from './bench-baseline.ts'
import { benchBuilds } from './bench-builds.ts'
import { benchOwn } from './bench-own.ts'
import type { VerbContext } from './context.ts'

/** What runs an image, and where that has it from. */
export interface RunPlace {
  readonly repository: string
  readonly supply: ImageSupply
  readonly engineOf: (target: Target) => Engine
}

export interface BenchPlannedOptions {
  readonly settings: BenchSettings
  readonly config: ResolvedConfig
  readonly context: VerbContext
  readonly targets: readonly Target[]
  /** What was proven of each, by its name. */
  readonly reports: ReadonlyMap<string, PlatformReport>
  readonly engineOf: (target: Target) => Engine
  readonly repository: string
  readonly supply: ImageSupply
  /** How a target of the image, or of its baseline, is run. */
  readonly runOf: (target: Target, place: RunPlace) => TargetRunOptions
  readonly emulators: readonly EmulatorFile[]
  readonly review: ReviewFinding
  /** As reports call it. */
  readonly image: string
  /** Of an image that was built here. */
  readonly buildTimer?: BuildTimer | undefined
  /** The user's own. */
  readonly benches: OwnSuites | undefined
  readonly planBaseline: (reference: string, targets: readonly Target[]) => Promise<BaselinePlan>
}

export interface Benched {
  readonly reports: ReadonlyMap<string, PlatformReport>
  /** Absent where nothing could be measured. */
  readonly bench?: BenchReport
}

/** A log shows no more of them than this. */
const toldRounds = 10

/** The order of rounds is the same in every run. */
const seed = 1

/** Measures the targets that do what is expected of them, one at a time, and adds that to what was proven of them. */
export async function benchPlanned(options: BenchPlannedOptions): Promise<Benched> {
  const { settings, context, targets, reports, supply, repository, engineOf } = options
  const wanted = targets.filter((target) => isWell(reports.get(target.name)))
  const [first] = wanted
  if (first === undefined || context.signal.aborted) return { reports }
  const pulls = new Map<Target, number>()
  const baseline = await openBenchBaseline(options)
  try {
    for (const target of wanted) {
      const tookMs = await pullAlone(target, options)
      if (tookMs !== undefined) pulls.set(target, tookMs)
    }
    const subjects = [
      ...wanted.map((target): BenchSubject => {
        const run = options.runOf(target, { repository, supply, engineOf })
        return { name: target.name, of: target, run, role: 'candidate' }
      }),
      ...(await baseline.subjects(wanted)),
    ]
    const emulated = await Promise.all(subjects.map((subject) => emulatorSubjects(subject, options)))
    const own = benchOwn(options.benches, [...subjects, ...emulated.flat()], context.signal)
    context.onEvent({ kind: 'notice', message: describeStart(own.subjects.length, settings) })
    const { rounds, byTarget, ...beside } = await benchTargets({
      subjects: own.subjects,
      settings,
      seed,
      signal: own.signal,
      onRound: (round, names) => {
        const detail = round < 1 ? 'warming up' : `round ${round}`
        if (round > 1 && round % toldRounds === 1) {
          context.onEvent({ kind: 'notice', message: `${round - 1} rounds are measured` })
        }
        for (const { name } of wanted) {
          const now = names.includes(name) ? detail : 'measured'
          context.onEvent({ kind: 'platform-state', platform: name, state: 'measuring', detail: now })
        }
      },
    })
    const notes = [...beside.notes, ...own.notes()]
    const disk = new Map<Target, number>()
    for (const target of wanted) {
      const bytes = await engineOf(target)
        .unpackedBytes(repository, target.image.descriptor.digest)
        .catch(() => undefined)
      if (bytes !== undefined) disk.set(target, bytes)
    }
    const builds = await benchBuilds(wanted, { ...options, seed })
    const machine = describeMachine(engineOf(first))
    const compared = baseline.compare(
      new Map(
        wanted.flatMap((target) => {
          const report = reports.get(target.name)
          const measured = byTarget.get(target)
          if (report === undefined || measured === undefined) return []
          const figures = { builds: builds.of(target), pullMs: pulls.get(target), diskBytes: disk.get(target) }
          const checked = own.addTo(report, target, options.review)
          return [[target.name, addMeasured(checked, measured, figures)] as const]
        }),
      ),
      machine,
    )
    return {
      reports: new Map([
        ...reports,
        ...[...compared.platforms].map(([name, platform]) => {
          const target = wanted.find((each) => each.name === name)
          const problem = target === undefined ? undefined : byTarget.get(target)?.problem
          const unbuilt = target === undefined ? undefined : builds.problemOf(target)
          return [name, judge(platform, compared.problem ?? problem ?? unbuilt, options)] as const
        }),
      ]),
      bench: {
        rounds: rounds.rounds,
        warmupRounds,
        endedBy: builds.isStopped ? 'stopped' : rounds.endedBy,
        elapsedMs: Math.round(rounds.elapsedMs),
        seed,
        machine,
        ...(builds.rounds === 0 ? {} : { buildRounds: builds.rounds }),
        ...(notes.length === 0 ? {} : { notes }),
        ...(compared.baseline === undefined ? {} : { baseline: compared.baseline }),
      },
    }
  } finally {
    await Promise.allSettled(wanted.map((target) => supply.release(target)))
    await baseline.close()
  }
}

/** It started, and answered where it was asked. */
function isWell(report: PlatformReport | undefined): boolean {
  const start = report?.checks.find(({ name }) => name === 'start')
  const health = report?.checks.find(({ name }) => name === 'health')
  return start?.status === 'passed' && (health === undefined || ['passed', 'skipped'].includes(health.status))
}

/** How long an image takes to come that is not there: others' pulls would only be in its way. */
async function pullAlone(
  target: Target,
  { engineOf, repository, supply, context }: BenchPlannedOptions,
): Promise<number | undefined> {
  const isThere = await engineOf(target).hasImage(repository, target.image.descriptor.digest, context.signal)
  const beganAtMs = performance.now()
  await supply.pull(target, () => undefined)
  return isThere ? undefined : performance.now() - beganAtMs
}

/** The same target under each of the user's emulators that is for it. */
async function emulatorSubjects(subject: BenchSubject, options: BenchPlannedOptions): Promise<readonly BenchSubject[]> {
  const { run, role, of } = subject
  const files = emulatorsFor(of.platform.architecture, options.emulators)
  if (role !== 'candidate' || run.target.execution.kind !== 'emulated' || files.length === 0) return []
  const user = await readUserOf(run)
  const subjects: BenchSubject[] = []
  for (const file of files) {
    const proof = await proveEmulation(file, user, run)
    if (typeof proof === 'string') {
      options.context.onEvent({ kind: 'notice', message: `${of.name} is not measured under ${file.name}: ${proof}` })
      continue
    }
    const { emulator, change } = proof
    const name = `${of.name} under ${emulator.name} ${emulator.version ?? ''}, ${subjects.length + 1}`
    subjects.push({ name, of, role: 'emulator', emulator, run: { ...underSecond(run, proof), change } })
  }
  return subjects
}

/** What was measured beside the rounds of containers. */
interface Figures {
  readonly builds: readonly BenchmarkReport[]
  readonly pullMs: number | undefined
  readonly diskBytes: number | undefined
}

function addMeasured(
  report: PlatformReport,
  { benchmarks, footprint }: TargetBenchmarks,
  { builds, pullMs, diskBytes }: Figures,
): PlatformReport {
  const pull: readonly BenchmarkReport[] =
    pullMs === undefined ? [] : [{ name: pullName, medianMs: Math.round(pullMs), samples: [Math.round(pullMs)] }]
  const size: FootprintReport = { ...(diskBytes === undefined ? {} : { diskBytes }), ...footprint }
  const run = benchmarks.map((it) => estimateFactor(it, report))
  return { ...report, benchmarks: [...builds, ...pull, ...run], footprint: size }
}

/** Where nothing of the image runs natively, the program that calibrates says how much slower its emulator computes. */
function estimateFactor(benchmark: BenchmarkReport, { execution }: PlatformReport): BenchmarkReport {
  const { factor, emulator, name } = benchmark
  if (factor !== undefined || emulator !== undefined || /^(GET|bench) /.test(name)) return benchmark
  if (execution.kind !== 'emulated' || execution.calibration === undefined) return benchmark
  return { ...benchmark, factor: execution.calibration.factors.cpu, factorOf: 'reference' }
}

/** What was measured decides, too, where there is something to hold it against. */
function judge(report: PlatformReport, problem: string | undefined, options: BenchPlannedOptions): PlatformReport {
  const { review, config } = options
  const { baseline } = config
  const told = findInBenchmarks(report.benchmarks ?? [], { platform: report.platform, baseline })
  const found = told.map((finding) => review(finding, report.platform))
  const findings = [...report.findings, ...found]
  const slower = describeTrends(report.benchmarks ?? [])
  const worst = found.find(({ severity }) => severity === 'error') ?? found.find(({ severity }) => severity !== 'info')
  const check: CheckReport =
    worst !== undefined
      ? { name: 'benchmarks', ...findingStatus(worst) }
      : problem === undefined
        ? { name: 'benchmarks', status: 'passed', ...(slower === undefined ? {} : { reason: slower }) }
        : { name: 'benchmarks', status: 'unverified', reason: problem }
  const checks = [...report.checks, check]
  return { ...report, findings, checks, verdict: platformVerdict(findings, checks, { strict: config.strict }) }
}

function describeMachine({ info }: Engine): MachineReport {
  const processor = info.isLocal ? cpus()[0]?.model : undefined
  return {
    ...(processor === undefined ? {} : { processor }),
    cores: info.cores,
    kernelVersion: info.kernelVersion,
    engineVersion: formatEngineName(info),
  }
}

function describeStart(subjects: number, { rounds, longestMs }: BenchSettings): string {
  const howLong = rounds === undefined ? `for ${Math.round(longestMs / 1000)} s at most` : `${rounds} rounds`
  return `measuring, ${howLong}: each round starts ${subjects} container${subjects === 1 ? '' : 's'}, one after another`
}
