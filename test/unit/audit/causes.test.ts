import { describe, expect, it } from 'vitest'
import { explainFinding } from '../../../src/audit/causes.ts'
import { findCauses } from '../../../src/audit/dockerfile-causes.ts'
import { createFinding } from '../../../src/report/finding.ts'

const causes = findCauses(
  ['FROM --platform=$BUILDPLATFORM alpine', 'RUN curl https://x.org/t_amd64.tgz', 'RUN echo $TARGETARCH'].join('\n'),
)
const dockerfile = { file: 'build/Dockerfile', causes }

describe('the causes of a finding', () => {
  it('are the usual ones where it has no hint', () => {
    const { hint } = explainFinding(createFinding('rootfs/foreign-binary', 'x'))
    expect(hint).toContain('usual causes: FROM --platform=$BUILDPLATFORM on the last stage')
  })

  it('leave a hint that knows better', () => {
    const finding = createFinding('rootfs/foreign-binary', 'x', { hint: 'do this' })
    expect(explainFinding(finding)).toEqual(finding)
  })

  it('are lines of the Dockerfile where it is at hand, before any other hint', () => {
    const finding = createFinding('rootfs/foreign-binary', 'x', { hint: 'do this', evidence: { path: '/a' } })
    const explained = explainFinding(finding, dockerfile)
    expect(explained).toMatchObject({ severity: 'error', message: 'x', evidence: { path: '/a' } })
    expect(explained.evidence['dockerfile']).toMatchObject([{ line: 1 }, { line: 2 }, { line: 3 }])
    expect(explained.hint).toMatch(
      /^build\/Dockerfile:1 the last stage is .*; build\/Dockerfile:2 .*; build\/Dockerfile:3 /,
    )
  })

  it('are only those that explain it', () => {
    const { evidence } = explainFinding(createFinding('config/platform-mismatch', 'x'), dockerfile)
    expect(evidence['dockerfile']).toEqual([
      {
        file: 'build/Dockerfile',
        line: 1,
        text: 'FROM --platform=$BUILDPLATFORM alpine',
        why: expect.stringContaining('the last stage'),
      },
    ])
  })

  it('are none where nothing is wrong', () => {
    const finding = createFinding('index/not-an-index', 'x')
    expect(explainFinding(finding, dockerfile)).toBe(finding)
  })

  it('are the usual ones where no line explains it', () => {
    const finding = createFinding('rootfs/entrypoint-missing', 'x')
    expect(explainFinding(finding, dockerfile)).toEqual(explainFinding(finding))
    const foreign = createFinding('rootfs/foreign-binary', 'x')
    expect(explainFinding(foreign, { file: 'Dockerfile', causes: [] })).toEqual(explainFinding(foreign))
  })
})
