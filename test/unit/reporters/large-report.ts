import { createFinding, type Finding } from '../../../src/report/finding.ts'
import type { PlatformReport, RunReport, Verdict } from '../../../src/report/report.ts'
import { passedReport, platformReport } from './sample-report.ts'

const verdicts: readonly Verdict[] = ['passed', 'failed', 'passed', 'inconclusive', 'passed', 'unverified']
const checks = ['registry', 'config', 'files', 'architecture', 'start', 'health']

function createPlatform(number: number, findings: readonly Finding[]): PlatformReport {
  const verdict = verdicts[number % verdicts.length] ?? 'passed'
  return platformReport(`linux/arch${number}`, {
    verdict,
    execution: {
      kind: 'emulated',
      emulator: { name: `qemu-arch${number}`, version: '7.2.22' },
      proof: `the engine's process list shows "/usr/libexec/qemu-arch${number}" in front of "/usr/local/bin/python"`,
      engine: 'default',
      engineVersion: 'Docker 28.5.2',
    },
    checks: checks.map((name, place) => ({
      name,
      status: name === 'health' ? verdict : 'passed',
      durationMs: 40 * (place + number),
    })),
    start: {
      readyMs: 900 + 40 * number,
      factor: 6.1,
      comparedTo: 'linux/amd64',
      timeoutMs: 60_000,
      timeoutReason: 'the usual',
    },
    findings,
  })
}

function createLongFinding(number: number): Finding {
  const words = Array.from({ length: 8 }, (_, word) => `/usr/lib/package-${number}/lib/library-${word}.so.1.2.3`)
  return createFinding(
    number % 3 === 0 ? 'run/crash' : 'rootfs/foreign-binary',
    `finding ${number}: ${words.join(', ')} are for amd64`,
    {
      severity: (['error', 'warning', 'info', 'inconclusive'] as const)[number % 4] ?? 'info',
      evidence: {
        paths: words,
        count: 8,
        log: Array.from(
          { length: 10 },
          (_, line) => `2026-11-22T04:00:0${line}Z worker ${number} said line ${line} of what an application says`,
        ),
        blame: [{ step: 'files', result: 'clear', says: 'the files are for the platform', evidence: {} }],
      },
      hint: 'it runs only where the host is amd64 or emulates it: bring the one for the platform',
    },
  )
}

/** Thirty platforms with five hundred findings, as long as findings are. */
export const largeReport: RunReport = {
  ...passedReport,
  verdict: 'failed',
  exitCode: 1,
  platforms: Array.from({ length: 30 }, (_, number) =>
    createPlatform(
      number,
      Array.from({ length: 500 }, (_each, finding) => finding)
        .filter((finding) => finding % 30 === number)
        .map(createLongFinding),
    ),
  ),
}
