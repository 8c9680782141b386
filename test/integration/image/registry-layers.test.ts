import { afterAll, describe, expect, it } from 'vitest'
import { createLayerReader } from '../../../src/image/layer-reader.ts'
import { openRegistrySource } from '../../../src/image/registry-source.ts'
import type { RootFsReading } from '../../../src/image/rootfs.ts'
import { readRootFs } from '../../../src/image/rootfs-read.ts'
import { openImageView } from '../../../src/image/view.ts'
import { parseReference } from '../../../src/oci/reference.ts'
import { createRegistryClient } from '../../../src/registry/client.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { platformJson } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { image, index } from '../../support/image-builder.ts'
import { pushImage, type PushedImage } from '../../support/image-registry.ts'
import { layer } from '../../support/layer.ts'
import { layerTruncated } from '../../support/acceptance/broken-layers.ts'

const tenPlatforms =
  'linux/amd64 linux/386 linux/arm64 linux/arm/v7 linux/arm/v6 linux/arm/v5 linux/ppc64le linux/s390x linux/riscv64 linux/mips64le'.split(
    ' ',
  )
const registry = openDistributionRegistry()
const requests: string[] = []
const client = createRegistryClient({ onRequest: ({ method, url }) => void requests.push(`${method} ${url}`) })

afterAll(() => client.close())

async function readAll({ reference }: PushedImage): Promise<readonly RootFsReading[]> {
  const source = openRegistrySource(client, parseReference(reference), reference)
  const view = await openImageView(source)
  const layers = createLayerReader()
  return Promise.all(
    view.images.map(async (one) => {
      const [manifest, config] = [(await one.readManifest()).value, (await one.readConfig()).value]
      return readRootFs({ source, manifest, config, layers })
    }),
  )
}

describe('the layers of an image in a registry', () => {
  it('are the files of each platform', async () => {
    const platforms = ['linux/amd64', 'linux/arm64', 'linux/s390x'] as const
    const pushed = await pushImage(registry, index(await Promise.all(platforms.map((one) => serverImage(one)))))
    const readings = await readAll(pushed)
    for (const [at, { rootfs, problems, failures, isComplete }] of readings.entries()) {
      expect([problems, failures, isComplete]).toEqual([[], [], true])
      const shell = rootfs.resolve('/bin/sh')
      expect(shell).toMatchObject({ kind: 'found', walked: ['/bin/sh', '/bin/busybox'] })
      const architecture = ['amd64', 'arm64', 's390x'][at]
      expect(rootfs.entries.get('/bin/busybox')).toMatchObject({ content: { kind: 'elf', facts: { architecture } } })
    }
  })

  it('that ten platforms share are asked for once', async () => {
    const base = await layer([{ path: '/etc/motd', text: 'the same for all' }])
    const contents = await Promise.all(
      tenPlatforms.map(async (platform) =>
        image({ platform: platformJson(platform), layers: [base, await layer([{ path: '/own', text: platform }])] }),
      ),
    )
    const pushed = await pushImage(registry, index(contents))
    requests.length = 0
    const readings = await readAll(pushed)
    expect(readings.map(({ rootfs }) => rootfs.entries.has('/etc/motd'))).toEqual(contents.map(() => true))
    const asked = requests.filter((line) => line.startsWith('GET') && line.includes('/blobs/'))
    const configs = contents.length
    expect([asked.length, new Set(asked).size]).toEqual([configs + 11, configs + 11])
  })

  it('that one platform has damaged are its problem, and the other is read', async () => {
    const readings = await readAll(await layerTruncated(registry))
    expect(readings.map(({ isComplete }) => isComplete)).toEqual([true, false])
    expect(readings[1]?.problems).toMatchObject([{ code: 'rootfs/layer-invalid' }])
    expect(readings[1]?.rootfs.entries.has('/bin/busybox')).toBe(true)
  })

  it('that were deleted are a failure of the source', async () => {
    const content = await serverImage('linux/amd64')
    const pushed = await pushImage(registry, index([content]))
    const last = content.blobs.at(-1)
    if (last === undefined) throw new Error('the image has no layer')
    await pushed.deleteBlob(last.digest)
    const [reading] = await readAll(pushed)
    expect(reading).toMatchObject({ problems: [], isComplete: false })
    expect(reading?.failures).toMatchObject([{ layer: { digest: last.digest }, error: { code: 'content-missing' } }])
  })
})
