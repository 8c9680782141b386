import { createFinding } from '../../../src/report/finding.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { mixedReport, platformReport } from './sample-report.ts'

const calibration = {
  spawnUs: 900,
  cpuUs: 1200,
  systemCallsUs: 80,
  factors: { spawn: 6.1, cpu: 11.4, systemCalls: 4.2 },
}

/** A report that has every field a report can have. */
export const fullReport: RunReport = {
  ...mixedReport,
  strict: true,
  flags: ['--http', '5000/health'],
  publish: {
    state: 'incomplete',
    tags: [
      { reference: 'example.com/app:1', state: 'published', previous: `sha256:${'1'.repeat(64)}` },
      {
        reference: 'example.com/app:2',
        state: 'kept',
        error: { code: 'publish-refused', message: 'it was moved', hint: 'look at it', cause: '412' },
      },
    ],
    sentBytes: 1200,
    accepted: ["linux/s390x was not run, as level: 'static' says"],
    reasons: ['its verdict is failed'],
  },
  builds: [
    {
      context: '.',
      builder: 'default',
      driver: 'docker-container',
      staging: 'registry',
      durationMs: 9200,
      images: [{ target: 'app', digest: `sha256:${'0'.repeat(64)}` }],
      steps: [
        {
          platform: 'linux/arm64',
          target: 'app',
          stage: 'stage-1',
          instruction: 'RUN pip install flask',
          status: 'done',
          execution: 'emulated',
          startedMs: 310,
          durationMs: 8100,
        },
      ],
      warnings: [{ message: 'no colons in label names', line: 3 }],
      failure: {
        platform: 'linux/arm64',
        execution: 'emulated',
        stage: 'stage-1',
        instruction: 'RUN pip install flask',
        file: 'Dockerfile',
        line: 4,
        message: 'exit code 1',
        output: ['no such package'],
      },
    },
  ],
  findings: [
    createFinding('index/nested', 'entry 3 is an index itself', { evidence: { position: 3 }, hint: 'push it flat' }),
  ],
  platforms: [
    platformReport('linux/amd64', {
      declared: 'linux/amd64',
      execution: {
        kind: 'native',
        proof: 'no emulator',
        engine: 'default',
        engineVersion: 'Docker 28.5.2',
        calibration,
      },
      checks: [{ name: 'health', status: 'skipped', durationMs: 2, reason: 'nothing is served' }],
      health: { url: '/', how: '200 on /', at: '127.0.0.1', status: 200, readyMs: 210 },
      benchmarks: [{ name: 'start', medianMs: 210, samples: [209, 210, 240], factor: 1 }],
      footprint: { diskBytes: 120_000_000, peakMemoryBytes: 30_000_000, memoryFrom: 'kernel' },
    }),
    platformReport('linux/arm64', {
      execution: {
        kind: 'emulated',
        emulator: { name: 'qemu-aarch64', version: '7.2.22' },
        proof: 'its process is the emulator',
        engine: 'default',
        engineVersion: 'Docker 28.5.2',
        calibration,
      },
      verdict: 'failed',
      benchmarks: [
        { name: 'start', medianMs: 1283, samples: [1283, 1290], factor: 6.1, interval: { low: 1270, high: 1299 } },
      ],
      start: { readyMs: 1283, factor: 6.1, comparedTo: 'linux/amd64', timeoutMs: 30_000, timeoutReason: 'the usual' },
      keptContainer: { id: '0123456789ab', state: 'running', commands: ['docker exec -it 0123456789ab sh'] },
      findings: [
        createFinding('run/hang', 'it is alive and listens nowhere', {
          evidence: {
            log: ['one', 'two'],
            blame: [{ step: 'files', result: 'clear', says: 'the files are right', evidence: {} }],
          },
          hint: 'look at its log',
        }),
      ],
    }),
    platformReport('linux/s390x', {
      execution: { kind: 'unavailable', reason: 'no handler', engine: 'default', engineVersion: 'Docker 28.5.2' },
      verdict: 'unverified',
    }),
    platformReport('windows/amd64', {
      execution: { kind: 'none', reason: 'not asked for' },
      verdict: 'skipped',
      checks: [],
    }),
  ],
}
