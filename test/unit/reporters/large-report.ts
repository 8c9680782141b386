import type { BenchmarkReport } from '../../../src/report/benchmark-report.ts'
import type { BuildStepReport } from '../../../src/report/build-report.ts'
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
    benchmarks: measures.map((name, place) => createBenchmark(name, 20 * (place + 1) * (number + 5))),
  })
}

const measures = ['start', 'GET /', 'exec python -c pass', 'build (cold)']

function createBenchmark(name: string, medianMs: number): BenchmarkReport {
  return {
    name,
    medianMs,
    samples: [medianMs * 0.9, medianMs, medianMs * 1.1],
    interval: { low: medianMs * 0.9, high: medianMs * 1.1 },
    factor: 6.1,
    factorInterval: { low: 5.4, high: 7.2 },
    factorOf: 'emulation',
    comparedTo: 'linux/amd64',
  }
}

function createSteps(number: number): readonly BuildStepReport[] {
  return Array.from({ length: 8 }, (_, place) => ({
    platform: `linux/arch${number}`,
    stage: 'stage-1',
    instruction: `RUN make --directory part-${place} PREFIX=/usr/local CFLAGS=-O2 install`,
    status: 'done',
    execution: 'emulated',
    startedMs: 1000 * place + 50 * number,
    durationMs: 900 + 20 * number,
  }))
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

/** Thirty platforms with five hundred findings, as long as findings are, that were built and measured. */
export const largeReport: RunReport = {
  ...passedReport,
  verdict: 'failed',
  exitCode: 1,
  bench: {
    rounds: 8,
    warmupRounds: 1,
    endedBy: 'rounds',
    elapsedMs: 654_900,
    seed: 1,
    machine: { cores: 2, kernelVersion: '6.1', engineVersion: 'Docker 28.5.2' },
  },
  builds: [
    {
      context: '.',
      builder: 'default',
      driver: 'docker',
      staging: 'layout',
      durationMs: 11_000,
      images: [],
      warnings: [],
      steps: Array.from({ length: 30 }, (_, number) => createSteps(number)).flat(),
    },
  ],
  platforms: Array.from({ length: 30 }, (_, number) =>
    createPlatform(
      number,
      Array.from({ length: 500 }, (_each, finding) => finding)
        .filter((finding) => finding % 30 === number)
        .map(createLongFinding),
    ),
  ),
}
