import type { Finding, Json } from './finding.ts'
import type { FindingCode } from './finding-codes.ts'
import type { Severity } from './severity.ts'
import { createPathGlob } from './path-glob.ts'

/** A finding somebody has looked at and lives with. */
export interface Waiver {
  readonly code: FindingCode
  /** Normalised: `linux/arm64`; every platform without one. */
  readonly platform?: string
  /** A pattern of the paths it is about; any without one. */
  readonly path?: string
  readonly reason: string
  /** The last day it holds, in UTC: `2027-01-31`. */
  readonly expires?: string
}

/** True from the day after the last one. */
export function isExpired({ expires }: Waiver, now: Date): boolean {
  return expires !== undefined && now.toISOString().slice(0, 10) > expires
}

/** True for a finding a waiver was written for, whether or not its day has passed; its path is another question. */
export function concerns(waiver: Waiver, finding: Finding, platform: string | undefined): boolean {
  if (waiver.code !== finding.code) return false
  const { platform: wanted } = waiver
  if (wanted === undefined) return true
  const named = platform === undefined ? listNamedPlatforms(finding) : [platform]
  return named.some((name) => isPlatform(name, wanted))
}

/** `windows/amd64` is every version of it. */
export function isPlatform(name: string, wanted: string): boolean {
  return name === wanted || (!wanted.includes('(') && name.replace(/\([^)]*\)/, '') === wanted)
}

/** The platforms that a finding of the index as a whole speaks of. */
function listNamedPlatforms({ evidence }: Finding): readonly string[] {
  const { platform, missing, platforms } = evidence
  const listed: readonly Json[] = Array.isArray(platforms) ? platforms : []
  const texts = [platform, missing, ...listed].filter((value) => typeof value === 'string')
  return [...texts, ...Object.keys(evidence).filter((key) => key.includes('/'))]
}

/** The paths a finding is about, as its evidence lists them. */
export function listPaths({ evidence }: Finding): readonly string[] {
  const { path, paths, files } = evidence
  const several = [paths, files].flatMap((list): readonly Json[] => (Array.isArray(list) ? list : []))
  return [...(path === undefined ? [] : [path]), ...several].flatMap((item) => {
    if (typeof item === 'string') return [item]
    return isRecord(item) && typeof item['path'] === 'string' ? [item['path']] : []
  })
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && !Array.isArray(value)
}

/** Of the waivers that concern a finding, those that are needed to waive the whole of it; none where they leave a part. */
export function chooseWaivers(concerning: readonly Waiver[], finding: Finding): readonly Waiver[] {
  const whole = concerning.find(({ path }) => path === undefined)
  if (whole !== undefined) return [whole]
  const paths = listPaths(finding)
  const total = finding.evidence['count']
  // What is not listed cannot be known to be covered.
  if (paths.length === 0 || (typeof total === 'number' && total > paths.length)) return []
  const covering = concerning.map((waiver) => ({ waiver, matches: createPathGlob(waiver.path ?? '') }))
  if (!paths.every((path) => covering.some(({ matches }) => matches(path)))) return []
  return covering.filter(({ matches }) => paths.some((path) => matches(path))).map(({ waiver }) => waiver)
}

/** What is left in the evidence of a waived finding. */
export interface Waived {
  readonly severity: Severity
  readonly reason: string
}

/** How a finding was waived; nothing where it was not. */
export function readWaived({ evidence }: Finding): Waived | undefined {
  const { waived } = evidence
  if (waived === undefined || !isRecord(waived)) return undefined
  const { severity, reason } = waived
  const known = severities.find((word) => word === severity)
  return known === undefined || typeof reason !== 'string' ? undefined : { severity: known, reason }
}

const severities: readonly Severity[] = ['error', 'environment', 'inconclusive', 'warning', 'info']
