import type { BenchmarkReport } from '../../../src/report/benchmark-report.ts'
import type { BuildStepReport, StepExecution } from '../../../src/report/build-report.ts'
import type { PlatformReport, RunReport } from '../../../src/report/report.ts'

const start: BenchmarkReport = {
  name: 'start',
  medianMs: 181.4,
  samples: [180, 181.4, 190],
  madMs: 1.4,
  interval: { low: 166, high: 230 },
  outliers: 1,
}
const requests: BenchmarkReport = {
  name: 'GET /\u001b[31m',
  medianMs: 2.413,
  samples: [2.413],
  requests: { count: 160, p90Ms: 4.886, p99Ms: 14.84, ownCostMs: 0.094 },
}
const emulated: BenchmarkReport = {
  ...start,
  medianMs: 1560,
  interval: { low: 1330, high: 2440 },
  outliers: 0,
  factor: 8.6,
  factorInterval: { low: 6.5, high: 13 },
  factorOf: 'emulation',
  comparedTo: 'linux/amd64',
  isUnstable: true,
  change: { ratio: 1.102, interval: { low: 1.081, high: 1.123 }, by: 'time', threshold: 0.05, verdict: 'regression' },
}

function step(
  platform: string,
  instruction: string,
  execution: StepExecution,
  startedMs: number,
  durationMs: number,
): BuildStepReport {
  return { platform, stage: 'stage-1', instruction, status: 'done', execution, startedMs, durationMs }
}

function platformOf(name: string, changes: Partial<PlatformReport>): PlatformReport {
  return { platform: name, execution: { kind: 'none' }, verdict: 'passed', findings: [], checks: [], ...changes }
}

/** Every kind of figure there is, and a build with every kind of step. */
export const measuredReport: RunReport = {
  schemaVersion: 1,
  tool: { name: 'everyarch', version: '0.1.0' },
  command: 'bench',
  createdAt: '2026-11-22T04:00:00Z',
  verdict: 'passed',
  exitCode: 0,
  findings: [],
  platforms: [
    platformOf('linux/amd64', {
      sizeBytes: 48_500_000,
      execution: { kind: 'native', proof: 'same' },
      benchmarks: [start, requests],
      footprint: { diskBytes: 143_000_000, peakMemoryBytes: 26_300_000, memoryFrom: 'kernel' },
    }),
    platformOf('linux/arm64', {
      execution: { kind: 'emulated', emulator: { name: 'qemu-aarch64', version: '7.2.22' }, proof: 'same' },
      benchmarks: [
        emulated,
        {
          ...start,
          emulator: { name: 'qemu-aarch64', version: '11.1.0' },
          overOwn: { ratio: 1.28, interval: { low: 1.2, high: 1.35 } },
        },
      ],
    }),
    platformOf('linux/s390x', {
      execution: { kind: 'emulated', emulator: { name: 'qemu-s390x' }, proof: 'same' },
      benchmarks: [{ ...start, factor: 5.2, factorOf: 'reference' }],
    }),
    platformOf('linux/386', {
      execution: { kind: 'native', proof: 'same' },
      benchmarks: [{ ...start, factor: 1.1, factorOf: 'compatibility', comparedTo: 'linux/amd64' }],
    }),
  ],
  errors: [],
  builds: [
    {
      context: '.',
      builder: 'default',
      driver: 'docker',
      staging: 'layout',
      durationMs: 42_000,
      images: [],
      warnings: [],
      steps: [
        { instruction: 'load build definition from Dockerfile', status: 'done', startedMs: 0, durationMs: 12 },
        step('linux/arm64', 'RUN pip install --no-cache-dir flask', 'emulated', 520, 38_400),
        {
          platform: 'linux/amd64',
          stage: 'base',
          instruction: 'FROM docker.io/library/python:3.11-slim',
          status: 'cached',
          startedMs: 400,
          durationMs: 0,
        },
        step('linux/amd64', 'RUN pip install --no-cache-dir flask', 'native', 500, 6200),
        step('linux/arm64', 'RUN make # \u001b[31m<b>&amp;"', 'cross', 39_000, 900),
        { platform: 'linux/s390x', instruction: 'COPY app.py .', status: 'done', startedMs: 6800, durationMs: 0.2 },
        {
          platform: 'linux/s390x',
          instruction: 'RUN false',
          status: 'failed',
          execution: 'emulated',
          startedMs: 7000,
          durationMs: 40,
        },
        { instruction: 'exporting to oci image format', status: 'done', startedMs: 40_000, durationMs: 2000 },
      ],
    },
  ],
  bench: {
    rounds: 8,
    warmupRounds: 1,
    endedBy: 'time',
    elapsedMs: 54_900,
    seed: 1,
    machine: { cores: 2, kernelVersion: '6.1', engineVersion: 'Docker 28' },
    notes: ['linux/arm64 under qemu-aarch64 9.0: it died of signal 11'],
    baseline: { name: 'base.json', by: 'report', notes: ['it is of another machine'] },
  },
}
