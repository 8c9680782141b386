import { describe, expect, it } from 'vitest'
import { configMismatch } from '../../support/acceptance/config-mismatch.ts'
import { layerDeleted } from '../../support/acceptance/content-deleted.ts'
import { goodTenPlatforms } from '../../support/acceptance/good-ten-platforms.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { inspectOne, inspectWith, listCodes } from '../../support/inspect.ts'

const registry = openDistributionRegistry()
const waiver = { code: 'config/platform-mismatch', reason: 'a known slip' } as const

describe('inspect with waivers', () => {
  it('passes an image whose findings are all waived, and shows them with the reason', async () => {
    const { reference } = await configMismatch(registry)
    const [bare, waived] = await Promise.all([inspectOne([reference]), inspectOne([reference], { waivers: [waiver] })])
    expect(bare.exitCode).toBe(1)
    expect(waived).toMatchObject({ exitCode: 0, verdict: 'passed' })
    const arm64 = waived.platforms.find(({ platform }) => platform === 'linux/arm64')
    expect(arm64?.findings).toContainEqual(
      expect.objectContaining({
        code: 'config/platform-mismatch',
        severity: 'info',
        message: expect.stringMatching(/ \(waived: a known slip\)$/),
        evidence: expect.objectContaining({ waived: { severity: 'error', reason: 'a known slip' } }),
      }),
    )
    expect(arm64?.checks).toContainEqual({ name: 'config', status: 'skipped', reason: 'waived: a known slip' })
  })

  it('fails as before on another platform, and says that the waiver is unused', async () => {
    const { reference } = await configMismatch(registry)
    const report = await inspectOne([reference], { waivers: [{ ...waiver, platform: 'linux/amd64' }] })
    expect(report.exitCode).toBe(1)
    expect(listCodes(report)).toEqual(
      expect.arrayContaining(['warning waiver/unused', 'linux/arm64: error config/platform-mismatch']),
    )
  })

  it('fails as before when it has expired', async () => {
    const { reference } = await configMismatch(registry)
    const report = await inspectOne([reference], { waivers: [{ ...waiver, expires: '2026-01-31' }] })
    expect(report.exitCode).toBe(1)
    expect(listCodes(report)).toEqual(
      expect.arrayContaining(['warning waiver/expired', 'linux/arm64: error config/platform-mismatch']),
    )
  })

  it('fails with --strict on a good image for a waiver that is not needed', async () => {
    const { reference } = await goodTenPlatforms(registry)
    const report = await inspectOne([reference, '--strict'], { waivers: [waiver] })
    expect(listCodes(report)).toContain('warning waiver/unused')
    expect(report).toMatchObject({ verdict: 'failed', exitCode: 1 })
  })

  it('says nothing of a waiver that one of several images needs', async () => {
    const images = await Promise.all([configMismatch(registry), goodTenPlatforms(registry)])
    const reports = await inspectWith(
      images.map(({ reference }) => reference),
      { waivers: [waiver] },
    )
    expect(reports.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(reports.flatMap(listCodes).filter((code) => code.includes('waiver/'))).toEqual([])
  })

  it('leaves the other findings of a platform as they are', async () => {
    const { reference } = await layerDeleted(registry)
    const report = await inspectOne([reference], { waivers: [waiver] })
    expect(report.exitCode).toBe(1)
    expect(listCodes(report).filter((code) => code.includes('registry/blob-missing'))).toHaveLength(1)
  })
})
