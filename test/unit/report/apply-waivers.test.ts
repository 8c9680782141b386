import { describe, expect, it } from 'vitest'
import { applyWaivers } from '../../../src/report/apply-waivers.ts'
import { createFinding, type Finding } from '../../../src/report/finding.ts'
import { readWaived, type Waiver } from '../../../src/report/waiver.ts'

const now = new Date('2026-06-30T23:59:59Z')
const reason = 'a cross toolchain'
const foreign = (...paths: readonly string[]): Finding =>
  createFinding('rootfs/foreign-binary', 'foreign files', { evidence: { paths }, hint: 'rebuild' })

function waive(finding: Finding, waiver: Partial<Waiver> = {}, platform?: string): Finding {
  const [result] = applyWaivers([finding], [{ code: finding.code, reason, ...waiver }], now, platform)
  if (result === undefined) throw new Error('the finding is gone')
  return result
}

describe('a waiver', () => {
  it('turns a finding into info, with its reason shown and its severity kept', () => {
    expect(waive(foreign('/opt/a'), { expires: '2026-12-31' })).toEqual({
      code: 'rootfs/foreign-binary',
      severity: 'info',
      message: 'foreign files (waived until 2026-12-31: a cross toolchain)',
      evidence: { paths: ['/opt/a'], waived: { severity: 'error', reason, expires: '2026-12-31' } },
    })
  })

  it.each<[string, Finding, Partial<Waiver>, string | undefined]>([
    ['on its last day', foreign('/opt/a'), { expires: '2026-06-30' }, 'linux/arm64'],
    ['on its platform', foreign('/opt/a'), { platform: 'linux/arm64' }, 'linux/arm64'],
    ['on every version of Windows', foreign('/opt/a'), { platform: 'windows/amd64' }, 'windows(10.0.20348.1006)/amd64'],
    [
      'where the index names its platform',
      createFinding('index/platform-missing', 'gone', { evidence: { missing: 'linux/arm64' } }),
      { platform: 'linux/arm64' },
      undefined,
    ],
    [
      'where the index compares its platform',
      createFinding('parity/user', 'differ', { evidence: { 'linux/arm64': 'a', 'linux/amd64': 'b' } }),
      { platform: 'linux/arm64' },
      undefined,
    ],
    ['where it covers every path', foreign('/opt/a', '/opt/b'), { path: '/opt/**' }, 'linux/arm64'],
    [
      'where the evidence lists files',
      createFinding('rootfs/foreign-binary', 'x', { evidence: { files: [{ path: '/opt/a', architecture: 'arm' }] } }),
      { path: '/opt/*' },
      'linux/arm64',
    ],
  ])('holds %s', (_, finding, waiver, platform) => {
    expect(readWaived(waive(finding, waiver, platform))).toEqual({ severity: 'error', reason })
  })

  it.each<[string, Finding, Partial<Waiver>, string | undefined]>([
    ['after its last day', foreign('/opt/a'), { expires: '2026-06-29' }, 'linux/arm64'],
    ['for another code', foreign('/opt/a'), { code: 'rootfs/foreign-rootfs' }, 'linux/arm64'],
    ['on another platform', foreign('/opt/a'), { platform: 'linux/arm/v7' }, 'linux/arm64'],
    ['where it leaves a path', foreign('/opt/a', '/usr/bin/b'), { path: '/opt/**' }, 'linux/arm64'],
    ['where there is no path', createFinding('rootfs/foreign-binary', 'x'), { path: '/**' }, 'linux/arm64'],
    [
      'where paths are not listed',
      createFinding('rootfs/foreign-binary', 'x', { evidence: { paths: ['/opt/a'], count: 2 } }),
      { path: '/opt/**' },
      'linux/arm64',
    ],
  ])('does not hold %s', (_, finding, waiver, platform) => {
    expect(waive(finding, waiver, platform)).toBe(finding)
  })

  it('shares a finding with another one where both together cover it', () => {
    const waivers = [
      { code: 'rootfs/foreign-binary', path: '/opt/**', reason: 'cross' },
      { code: 'rootfs/foreign-binary', path: '/lib/firmware/**', reason: 'firmware' },
    ] as const
    const [finding] = applyWaivers([foreign('/opt/a', '/lib/firmware/b')], waivers, now)
    expect(finding).toMatchObject({ severity: 'info', message: 'foreign files (waived: cross; firmware)' })
  })
})
