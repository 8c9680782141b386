import { describe, expect, it } from 'vitest'
import { pushTags, tagDiffers } from '../../support/acceptance/releases.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { index } from '../../support/image-builder.ts'
import { inspectOne } from '../../support/inspect.ts'
import type { RunReport } from '../../../src/report/report.ts'

const registry = openDistributionRegistry()

function saidOfTags({ findings }: RunReport): readonly string[] {
  return findings
    .filter(({ code }) => code === 'baseline/tag-differs')
    .map(({ severity, message }) => `${severity}: ${message}`)
}

describe('inspect, where tags are to be the same image', () => {
  it('says nothing when they are', async () => {
    const { reference } = await pushTags(registry, async (images) => index(images))
    const report = await inspectOne([reference, '--same-as', ':latest'])
    expect(report).toMatchObject({ exitCode: 0, findings: [] })
  })

  it('says on which platforms they are not', async () => {
    const { reference, repository } = await tagDiffers(registry)
    const report = await inspectOne([reference, '--same-as', ':latest'])
    expect(saidOfTags(report)).toEqual([
      `error: ${repository}:latest is another image: linux/arm64 differs, linux/386 is only there`,
    ])
    expect(report.exitCode).toBe(1)
  })

  it('warns of another index of the same images', async () => {
    const { reference } = await pushTags(registry, async (images) => index(images, { annotations: { a: 'b' } }))
    const report = await inspectOne([reference, '--same-as', ':latest'])
    expect(saidOfTags(report)).toEqual([
      expect.stringMatching(/^warning: .*:latest is another index of the same images/),
    ])
    expect(report.exitCode).toBe(0)
  })

  it('fails when there is no such tag', async () => {
    const { reference, repository } = await pushTags(registry, async (images) => index(images))
    const report = await inspectOne([reference, '--same-as', `:latest,${repository}:1`])
    expect(saidOfTags(report)).toEqual([`error: there is no ${repository}:1, which must be the same image`])
  })

  it('leaves open what a registry does not answer', async () => {
    const { reference } = await pushTags(registry, async (images) => index(images))
    const report = await inspectOne([reference, '--same-as', '127.0.0.1:9/app:1'])
    expect(report).toMatchObject({ exitCode: 3, errors: [{ code: 'registry-unreachable' }] })
  })
})
