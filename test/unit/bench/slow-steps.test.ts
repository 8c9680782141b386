import { describe, expect, it } from 'vitest'
import { findSlowSteps } from '../../../src/bench/slow-steps.ts'
import type { BuildReport, BuildStepReport } from '../../../src/report/build-report.ts'

const dockerfile = {
  file: 'Dockerfile',
  content: 'FROM python:3.11-slim\nWORKDIR /app\n# the framework\nRUN pip install \\\n    flask\nCOPY app.py .\n',
}

function build(...steps: readonly Partial<BuildStepReport>[]): BuildReport {
  return {
    context: '.',
    builder: 'default',
    driver: 'docker-container',
    staging: 'registry',
    durationMs: 100_000,
    images: [],
    steps: steps.map((step) => ({
      stage: 'stage-0',
      instruction: 'RUN pip install     flask',
      status: 'done',
      ...step,
    })),
    warnings: [],
  }
}

const native: Partial<BuildStepReport> = { platform: 'linux/amd64', execution: 'native', durationMs: 5000 }
const emulated: Partial<BuildStepReport> = { platform: 'linux/arm64', execution: 'emulated', durationMs: 45_000 }

describe('slow steps of a build', () => {
  it('are told once for all platforms, with their factors, what helps, and their line', () => {
    const [finding, ...others] = findSlowSteps(
      build(native, emulated, { ...emulated, platform: 'linux/arm/v7', durationMs: 52_500 }),
      { dockerfile },
    )
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      code: 'bench/slow-step',
      severity: 'warning',
      evidence: { file: 'Dockerfile', line: 4 },
    })
    expect(finding?.message).toBe(
      'RUN pip install     flask is emulated and takes 45.0 s for linux/arm64, 9.0 × the native one; 52.5 s for linux/arm/v7, 11 × the native one',
    )
    expect(finding?.hint).toMatch(/^Dockerfile:4 a package that has no wheel for this platform is compiled/)
  })

  it('are told without a factor where no platform was built natively', () => {
    const [finding] = findSlowSteps(build(emulated))
    expect(finding?.message).toContain('takes 45.0 s for linux/arm64')
    expect(finding?.message).not.toContain('×')
  })

  it.each([
    ['quick', { ...emulated, durationMs: 3000 }],
    ['cached', { ...emulated, status: 'cached' as const }],
    ['compiled for another platform', { ...emulated, execution: 'cross' as const }],
    ['as slow natively', { ...emulated, durationMs: 12_000 }],
  ])('are none that are %s', (_, step) => {
    expect(findSlowSteps(build({ ...native, durationMs: 11_000 }, step))).toEqual([])
  })

  it.each([
    ['RUN go build ./...', 'GOARCH=$TARGETARCH'],
    ['RUN cargo build --release', 'cargo build --target'],
    ['RUN npm ci && npm run build', 'where no package is of machine code'],
    ['RUN mvn -q package', 'the same for every platform'],
    ['RUN make -j4', 'cross-compiler'],
    ['RUN apt-get update && apt-get install -y curl', 'install fewer'],
    ['RUN /opt/generate', 'does not depend on the platform'],
  ])('of %s are told that %s helps', (instruction, helps) => {
    expect(findSlowSteps(build({ ...emulated, instruction }))[0]?.hint).toContain(helps)
  })
})
