import { listRunReports } from '../../../src/report/run-reports.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { HealthReport } from '../../../src/report/report.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'

/** What `verify` says of an image, as far as health goes. */
export interface HealthVerdict {
  readonly exitCode: number | undefined
  /** `code severity: message` of each finding of the run, by platform. */
  readonly findings: Readonly<Record<string, readonly string[]>>
  /** What it said while it went on. */
  readonly progress: string
  readonly health: Readonly<Record<string, HealthReport | undefined>>
  /** Containers that are left. */
  readonly leftovers: readonly unknown[]
}

/** Runs `everyarch verify` on an image with these flags. */
export async function verifyHealth(reference: string, ...flags: readonly string[]): Promise<HealthVerdict> {
  const result = await runEveryarch(['verify', reference, '--json', '--remove-images', ...flags])
  const [report] = listRunReports(parseRunReport(parseStdout(result)))
  if (report === undefined) throw new Error('no report')
  const { platforms } = report
  return {
    exitCode: result.exitCode,
    progress: result.stderr,
    findings: Object.fromEntries(
      platforms.map(({ platform, findings }) => [
        platform,
        findings.map(({ code, severity, message }) => `${code} ${severity}: ${message}`),
      ]),
    ),
    health: Object.fromEntries(platforms.map(({ platform, health }) => [platform, health])),
    leftovers: await findLeftovers(result.pid),
  }
}

/** The same of both platforms of a pair. */
export function onBoth<T>(value: T): Readonly<Record<string, T>> {
  return { 'linux/amd64': value, 'linux/arm64': value }
}
