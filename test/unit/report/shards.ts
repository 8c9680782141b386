import { createFinding, type Finding } from '../../../src/report/finding.ts'
import type { CheckReport, ExecutionReport, PlatformReport, RunReport, Verdict } from '../../../src/report/report.ts'

/** A digest of one digit, repeated. */
export function digestOf(digit: string): `sha256:${string}` {
  return `sha256:${digit.repeat(64)}`
}

export const native: ExecutionReport = { kind: 'native', proof: 'its process is no emulator' }
export const emulated: ExecutionReport = {
  kind: 'emulated',
  emulator: { name: 'qemu-aarch64', version: '7.2.22' },
  proof: 'its process is qemu-aarch64',
}

export const crash: Finding = createFinding('run/crash', 'it ended by SIGSEGV', { severity: 'inconclusive' })
export const nativeCrash: Finding = createFinding('run/crash', 'it ended by SIGSEGV natively', { severity: 'error' })
export const foreign: Finding = createFinding('rootfs/foreign-entrypoint', '/app is of amd64')

/** A platform whose start ended like this. */
export function ran(
  platform: string,
  execution: ExecutionReport,
  status: Verdict = 'passed',
  findings: readonly Finding[] = [],
): PlatformReport {
  const checks: readonly CheckReport[] = [
    { name: 'registry', status: 'passed' },
    { name: 'start', status },
  ]
  return { platform, digest: digestOf('b'), execution, verdict: status, findings, checks }
}

/** A platform that was not asked for. */
export function skipped(platform: string): PlatformReport {
  return {
    platform,
    digest: digestOf('b'),
    execution: { kind: 'none' },
    verdict: 'skipped',
    findings: [],
    checks: [],
  }
}

/** The report of a machine that looked at some platforms of one index. */
export function shard(platforms: readonly PlatformReport[], parts: Partial<RunReport> = {}): RunReport {
  return {
    schemaVersion: 1,
    tool: { name: 'everyarch', version: '1.0.0' },
    command: 'verify',
    createdAt: '2026-11-22T04:00:00.000Z',
    image: { reference: 'example.com/app:1', digest: digestOf('a') },
    verdict: 'passed',
    exitCode: 0,
    findings: [],
    attestations: 2,
    platforms,
    errors: [],
    ...parts,
  }
}
