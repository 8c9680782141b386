import { describe, expect, it } from 'vitest'
import { serverImage } from '../../support/busybox-image.ts'
import type { ImageContent } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { index } from '../../support/image-builder.ts'
import { pushImage, type PushedImage } from '../../support/image-registry.ts'
import { inspectOne } from '../../support/inspect.ts'
import type { RunReport } from '../../../src/report/report.ts'

const registry = openDistributionRegistry()

/** An index of amd64 and arm64 under the tag `test`, and another one of the same repository under `latest`. */
async function pushTags(latest: (images: readonly ImageContent[]) => Promise<ImageContent>): Promise<PushedImage> {
  const images = [await serverImage('linux/amd64'), await serverImage('linux/arm64')]
  const pushed = await pushImage(registry, index(images), 'tags')
  const other = await latest(images)
  const path = pushed.repository.slice(registry.address.length + 1)
  const children = other.children.filter((child) => !images.includes(child))
  for (const blob of children.flatMap(({ blobs }) => blobs)) await registry.putBlob(path, blob)
  for (const { document } of children) await registry.putManifest(path, document.digest, document)
  await registry.putManifest(path, 'latest', other.document)
  return pushed
}

function saidOfTags({ findings }: RunReport): readonly string[] {
  return findings
    .filter(({ code }) => code === 'baseline/tag-differs')
    .map(({ severity, message }) => `${severity}: ${message}`)
}

describe('inspect, where tags are to be the same image', () => {
  it('says nothing when they are', async () => {
    const { reference } = await pushTags(async (images) => index(images))
    const report = await inspectOne([reference, '--same-as', ':latest'])
    expect(report).toMatchObject({ exitCode: 0, findings: [] })
  })

  it('says on which platforms they are not', async () => {
    const { reference, repository } = await pushTags(async ([amd64]) => {
      const files = [{ path: '/release', text: 'old\n' }]
      const old = [await serverImage('linux/arm64', { files }), await serverImage('linux/386')]
      return index([...(amd64 === undefined ? [] : [amd64]), ...old])
    })
    const report = await inspectOne([reference, '--same-as', ':latest'])
    expect(saidOfTags(report)).toEqual([
      `error: ${repository}:latest is another image: linux/arm64 differs, linux/386 is only there`,
    ])
    expect(report.exitCode).toBe(1)
  })

  it('warns of another index of the same images', async () => {
    const { reference } = await pushTags(async (images) => index(images, { annotations: { a: 'b' } }))
    const report = await inspectOne([reference, '--same-as', ':latest'])
    expect(saidOfTags(report)).toEqual([
      expect.stringMatching(/^warning: .*:latest is another index of the same images/),
    ])
    expect(report.exitCode).toBe(0)
  })

  it('fails when there is no such tag', async () => {
    const { reference, repository } = await pushTags(async (images) => index(images))
    const report = await inspectOne([reference, '--same-as', `:latest,${repository}:1`])
    expect(saidOfTags(report)).toEqual([`error: there is no ${repository}:1, which must be the same image`])
  })

  it('leaves open what a registry does not answer', async () => {
    const { reference } = await pushTags(async (images) => index(images))
    const report = await inspectOne([reference, '--same-as', '127.0.0.1:9/app:1'])
    expect(report).toMatchObject({ exitCode: 3, errors: [{ code: 'registry-unreachable' }] })
  })
})
