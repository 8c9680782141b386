import type { Finding } from './finding.ts'
import type { CheckReport, PlatformReport, Verdict } from './report.ts'
import { platformVerdict, type StrictOptions } from './verdict.ts'

/** What one report says of a platform. */
export interface PlatformShard {
  readonly platform: PlatformReport
  /** Of the report it is from. */
  readonly createdAt: string
}

export interface MergePlatformOptions extends StrictOptions {
  /** True for a platform that nobody may have left out. */
  readonly isExpected: boolean
  /** True where an audit alone proves too little, since other platforms were run. */
  readonly mustRun: boolean
}

/** Areas of findings that only a run can make: the emulator or this one machine may be behind them. */
const runAreas = ['execution/', 'run/', 'suite/', 'bench/']
const runChecks = ['architecture', 'start']

/**
 * One platform out of what several reports say of it. A run that proved something beats one that could not, a native
 * one beats an emulated one, and among equals the worst counts. What the files prove holds on every machine.
 */
export function mergePlatform(shards: readonly PlatformShard[], options: MergePlatformOptions): PlatformReport {
  const judged = shards.map((shard): PlatformShard => ({ ...shard, platform: judge(shard.platform, options) }))
  const asked = judged.filter(({ platform }) => platform.verdict !== 'skipped')
  const mustRun = options.isExpected && options.mustRun
  const counted = mustRun ? asked.filter(({ platform }) => wasToRun(platform)) : asked
  const all = judged.map(({ platform }) => platform)
  const [chosen] = counted.toSorted(compareShards)
  if (chosen !== undefined) return addStaticFindings(chosen.platform, all, options)
  const known = asked[0] ?? judged[0]
  if (known === undefined) throw new RangeError('a platform of no report cannot be merged')
  if (!options.isExpected) return known.platform
  const missing = (mustRun ? runChecks : ['registry']).map((name): CheckReport => ({
    name,
    status: 'unverified',
    reason: unverifiedReason,
  }))
  const checks = [...known.platform.checks, ...missing]
  const left = { ...known.platform, execution: { kind: 'none', reason: unverifiedReason }, checks } as const
  return addStaticFindings(left, all, options)
}

const unverifiedReason = 'verified in none of the reports'

/** The platform with the verdict that its own contents give it. What was looked into is not skipped, whatever is said. */
function judge(platform: PlatformReport, options: StrictOptions): PlatformReport {
  const skipped = platform.verdict === 'skipped' && platform.checks.length === 0 && platform.execution.kind === 'none'
  return { ...platform, verdict: platformVerdict(platform.findings, platform.checks, { ...options, skipped }) }
}

/** False where a platform was only audited, by a command that runs none. */
export function wasToRun({ execution, checks }: PlatformReport): boolean {
  return execution.kind !== 'none' || checks.some(({ name }) => runChecks.includes(name))
}

/** From what decides to what does not. */
function compareShards(a: PlatformShard, b: PlatformShard): number {
  return (
    Number(proves(b)) - Number(proves(a)) ||
    executionRank(b) - executionRank(a) ||
    verdictRank(b.platform.verdict) - verdictRank(a.platform.verdict) ||
    Date.parse(b.createdAt) - Date.parse(a.createdAt)
  )
}

/** A platform that was to be audited only proves nothing for one that was to be run. */
function proves({ platform: { verdict, execution } }: PlatformShard): boolean {
  return verdict !== 'unverified' && (execution.kind === 'native' || execution.kind === 'emulated')
}

const executionRanks = { native: 3, emulated: 2, unavailable: 1, none: 0 } as const

function executionRank({ platform: { execution } }: PlatformShard): number {
  return executionRanks[execution.kind]
}

function verdictRank(verdict: Verdict): number {
  const ranking: readonly Verdict[] = ['skipped', 'passed', 'inconclusive', 'unverified', 'failed']
  return ranking.indexOf(verdict)
}

/** Adds what others found in the image itself; what kept them from looking is theirs. */
function addStaticFindings(
  chosen: PlatformReport,
  others: readonly PlatformReport[],
  options: StrictOptions,
): PlatformReport {
  const isStatic = ({ code, severity }: Finding): boolean =>
    !runAreas.some((area) => code.startsWith(area)) && severity !== 'environment' && severity !== 'inconclusive'
  const added = others.flatMap(({ findings }) => findings.filter(isStatic))
  const findings = uniqueFindings([...chosen.findings, ...added])
  return { ...chosen, findings, verdict: platformVerdict(findings, chosen.checks, options) }
}

/** Each finding once: what says the same of the same is one. */
export function uniqueFindings(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ code, severity, message }: Finding): string => JSON.stringify([code, severity, message])
  return [...new Map(findings.toReversed().map((finding) => [keyOf(finding), finding])).values()].toReversed()
}
