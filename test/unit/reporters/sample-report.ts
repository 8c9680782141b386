import { createFinding } from '../../../src/report/finding.ts'
import type { PlatformReport, RunReport } from '../../../src/report/report.ts'
import type { Style } from '../../../reporters/style.ts'

export const plain: Style = { color: false, unicode: true, columns: 100 }
export const ascii: Style = { color: false, unicode: false, columns: 100 }
export const colored: Style = { color: true, unicode: true, columns: 100 }

const digest = `sha256:${'0123456789abcdef'.repeat(4)}` as const

/** A platform that was run natively and passed, unless told otherwise. */
export function platformReport(platform: string, parts: Partial<PlatformReport> = {}): PlatformReport {
  return {
    platform,
    digest,
    sizeBytes: 48_123_456,
    execution: { kind: 'native', proof: 'its process is no emulator' },
    verdict: 'passed',
    findings: [],
    checks: [{ name: 'start', status: 'passed', durationMs: 210 }],
    uname: 'x86_64',
    health: { url: '/', how: '200 on /', status: 200, readyMs: 210 },
    ...parts,
  }
}

export const arm64 = platformReport('linux/arm64', {
  execution: { kind: 'emulated', emulator: { name: 'qemu-aarch64', version: '7.2.22' }, proof: 'its process is' },
  uname: 'aarch64',
  health: { url: '/', how: '200 on /', status: 200, readyMs: 1283 },
})

const armv7 = platformReport('linux/arm/v7', {
  execution: { kind: 'emulated', emulator: { name: 'qemu-arm', version: '7.2.22' }, proof: 'its process is' },
  uname: 'armv7l',
  health: { url: '/', how: '200 on /', status: 200, readyMs: 1101 },
})

/** A run of three platforms that passed. */
export const passedReport: RunReport = {
  schemaVersion: 1,
  tool: { name: 'everyarch', version: '1.0.0' },
  command: 'verify',
  createdAt: '2026-11-22T04:00:00Z',
  image: { reference: 'example.com/acme/app:1.4', digest, mediaType: 'application/vnd.oci.image.index.v1+json' },
  verdict: 'passed',
  exitCode: 0,
  findings: [],
  attestations: 3,
  platforms: [platformReport('linux/amd64'), arm64, armv7],
  errors: [],
}

const nested = createFinding('index/nested', 'entry 3 is an index itself', { evidence: { position: 3 } })
const unverifiedVariant = createFinding('rootfs/variant-unverified', 'no file says which variant it needs')

/** A run in which everything that can be said is said. */
export const mixedReport: RunReport = {
  ...passedReport,
  verdict: 'failed',
  exitCode: 1,
  findings: [nested],
  platforms: [
    platformReport('linux/amd64', { findings: [unverifiedVariant] }),
    platformReport('linux/arm64', {
      execution: { kind: 'emulated', emulator: { name: 'qemu-aarch64' }, proof: 'its process is', engine: 'desktop' },
      verdict: 'failed',
      uname: 'aarch64',
      health: { url: '/health', status: 500 },
      findings: [
        createFinding('run/health-unexpected', 'GET /health on port 5000 answered 500, not 200', {
          evidence: { log: ['one', 'two', 'three', 'four', 'five', 'six \u001b[31mred\u001b[0m'] },
          hint: 'look at the log above; the application answers, so it is no matter of the platform',
        }),
        unverifiedVariant,
      ],
    }),
    platformReport('linux/s390x', {
      execution: { kind: 'unavailable', reason: 'no handler' },
      verdict: 'unverified',
      findings: [
        createFinding('execution/no-handler', 'this engine can run no program of linux/s390x', {
          hint: 'docker run --privileged --rm tonistiigi/binfmt --install s390x',
        }),
      ],
    }),
    platformReport('linux/riscv64', {
      execution: { kind: 'emulated', emulator: { name: 'qemu-riscv64', version: '7.2.22' }, proof: 'its process is' },
      verdict: 'inconclusive',
      uname: 'riscv64',
      health: { url: '/health' },
      findings: [createFinding('run/hang', 'it is alive and listens nowhere', { severity: 'inconclusive' })],
    }),
    platformReport('windows(10.0.20348)/amd64', { execution: { kind: 'none' }, verdict: 'skipped' }),
  ].map(({ uname, health, ...platform }) =>
    platform.execution.kind === 'native' || platform.execution.kind === 'emulated'
      ? { ...platform, ...(uname === undefined ? {} : { uname }), ...(health === undefined ? {} : { health }) }
      : platform,
  ),
  errors: [
    { code: 'deadline-exceeded', message: 'the run did not end within 60 s', hint: 'give it longer', cause: 'timer' },
  ],
}

const hostileText = 'a\u001b[31m\nb\u202e|`<script>&*_[x](http://evil.example)@team ::error::%0A'

/** A run whose every text was made by someone who means harm. */
export const hostileReport: RunReport = {
  ...passedReport,
  verdict: 'failed',
  exitCode: 1,
  image: { reference: hostileText },
  platforms: [
    platformReport(hostileText, {
      declared: hostileText,
      uname: hostileText,
      health: { url: hostileText, how: hostileText, status: 200, readyMs: 1 },
      execution: { kind: 'emulated', emulator: { name: hostileText, version: hostileText }, proof: hostileText },
      verdict: 'failed',
      findings: [createFinding('run/crash', hostileText, { hint: hostileText, evidence: { log: [hostileText] } })],
    }),
  ],
  errors: [{ code: 'internal', message: hostileText, hint: hostileText, cause: hostileText }],
}
