import { createFinding, type Finding } from './finding.ts'
import type { PlatformReport, RunReport } from './report.ts'
import { concerns, isExpired, isPlatform, listPaths, readWaived, type Waiver } from './waiver.ts'
import { createPathGlob } from './path-glob.ts'

/** Areas of findings that only a command which runs the image can make. */
const runAreas = new Set(['execution', 'run', 'suite'])
/** Areas of findings that neither an audit nor a run makes. */
const otherAreas = new Set(['bench', 'readme'])

/**
 * The waivers that are past their day, and those that waived nothing in any of the reports. A waiver is only called
 * unused where what it waives was looked for.
 */
export function reviewWaivers(waivers: readonly Waiver[], reports: readonly RunReport[], now: Date): Finding[] {
  return waivers.flatMap((waiver) => {
    const met = reports.flatMap(listFindings).some(({ finding, platform }) => meets(waiver, finding, platform, now))
    if (isExpired(waiver, now)) return [expiredFinding(waiver, met)]
    if (met || !reports.every((report) => wasAnswered(waiver, report))) return []
    return [unusedFinding(waiver)]
  })
}

interface Placed {
  readonly finding: Finding
  readonly platform?: string
}

function listFindings({ findings, platforms }: RunReport): readonly Placed[] {
  const ofPlatforms = platforms.flatMap((report) =>
    report.findings.map((finding) => ({ finding, platform: report.platform })),
  )
  return [...findings.map((finding) => ({ finding })), ...ofPlatforms]
}

/** A waiver that still holds meets what was waived, an expired one what it would have waived. */
function meets(waiver: Waiver, finding: Finding, platform: string | undefined, now: Date): boolean {
  if (!concerns(waiver, finding, platform)) return false
  if (waiver.path !== undefined && !listPaths(finding).some(createPathGlob(waiver.path))) return false
  return isExpired(waiver, now) || readWaived(finding) !== undefined
}

function wasAnswered({ code, platform }: Waiver, { command, verdict, errors, platforms }: RunReport): boolean {
  if (verdict === null || errors.length > 0) return false
  const area = code.slice(0, code.indexOf('/'))
  if (otherAreas.has(area)) return false
  if (!runAreas.has(area)) return true
  if (command !== 'verify' && command !== 'bench') return false
  const concerned = platforms.filter((report) => platform === undefined || isPlatform(report.platform, platform))
  return concerned.every(area === 'execution' ? wasPlanned : wasRun)
}

function wasPlanned({ execution }: PlatformReport): boolean {
  return execution.kind !== 'none'
}

function wasRun({ execution }: PlatformReport): boolean {
  return execution.kind === 'native' || execution.kind === 'emulated'
}

function expiredFinding(waiver: Waiver, isNeeded: boolean): Finding {
  const message = `the waiver of ${describe(waiver)} was valid until ${waiver.expires ?? ''}: ${waiver.reason}`
  const hint = isNeeded
    ? 'correct what it waived, or give it a later day'
    : 'remove it from the configuration: what it waived is no longer found'
  return createFinding('waiver/expired', message, { evidence: evidenceOf(waiver), hint })
}

function unusedFinding(waiver: Waiver): Finding {
  return createFinding('waiver/unused', `the waiver of ${describe(waiver)} waives nothing: ${waiver.reason}`, {
    evidence: evidenceOf(waiver),
    hint: 'remove it from the configuration, or correct its code, platform and path',
  })
}

function describe({ code, platform, path }: Waiver): string {
  return [code, ...(platform === undefined ? [] : [`on ${platform}`]), ...(path === undefined ? [] : [path])].join(' ')
}

function evidenceOf({ code, platform, path, reason, expires }: Waiver): Finding['evidence'] {
  return {
    code,
    reason,
    ...(platform === undefined ? {} : { platforms: [platform] }),
    ...(path === undefined ? {} : { path }),
    ...(expires === undefined ? {} : { expires }),
  }
}
