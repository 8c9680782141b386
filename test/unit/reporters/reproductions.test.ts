import { describe, expect, it } from 'vitest'
import { listReproductions } from '../../../reporters/commands.ts'
import { createFinding } from '../../../src/report/finding.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { passedReport, platformReport } from './sample-report.ts'

const digest = `sha256:${'ab'.repeat(32)}` as const
const image = { reference: 'ghcr.io/acme/app:1.4', digest }
const inconclusive = platformReport('linux/arm/v7', { digest: `sha256:${'7'.repeat(64)}`, verdict: 'inconclusive' })
const failed = platformReport('linux/arm64', { digest: `sha256:${'8'.repeat(64)}`, verdict: 'failed' })
const report: RunReport = {
  ...passedReport,
  image,
  flags: ['--http', '5000/health?a=1'],
  platforms: [platformReport('linux/amd64'), inconclusive, failed],
}

describe('what shows a failure again', () => {
  it('is a line of the engine for what failed, and one of this tool for all that did not do well', () => {
    expect(listReproductions(report)).toEqual([
      `docker run --rm --platform linux/arm64 ghcr.io/acme/app@sha256:${'8'.repeat(64)}`,
      `everyarch verify ghcr.io/acme/app@${digest} --platform linux/arm/v7,linux/arm64 --http '5000/health?a=1'`,
    ])
  })

  it('is no line of the engine where only a suite found something wrong', () => {
    const finding = createFinding('suite/test-failed', 'checks.yaml: port 9000 is not exposed')
    const platforms = [platformReport('linux/arm64', { verdict: 'failed', findings: [finding] })]
    expect(listReproductions({ ...report, flags: ['--suite', 'checks.yaml'], platforms })).toEqual([
      `everyarch verify ghcr.io/acme/app@${digest} --platform linux/arm64 --suite checks.yaml`,
    ])
  })

  it('is nothing where all is well', () => {
    expect(listReproductions({ ...report, platforms: [platformReport('linux/amd64')] })).toEqual([])
  })

  it('is nothing for what was not run', () => {
    const execution = { kind: 'unavailable', reason: 'no handler' } as const
    const unrun = platformReport('linux/s390x', { verdict: 'failed', execution })
    expect(listReproductions({ ...report, platforms: [unrun] })).toEqual([])
  })

  it.each(['oci:folder', 'build:.', 'a b', '$(reboot)', 'app\u202e'])('is nothing for %j', (reference) => {
    expect(listReproductions({ ...report, image: { reference, digest } })).toEqual([])
  })
})
