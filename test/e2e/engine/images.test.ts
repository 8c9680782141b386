import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freeBytes } from '../../../src/engine/disk.ts'
import { computeDigest } from '../../../src/oci/digest.ts'
import { busyboxImage, serverImage } from '../../support/busybox-image.ts'
import { uniqueText } from '../../support/content.ts'
import { index } from '../../support/image-builder.ts'
import { packTar } from '../../support/layer.ts'
import { busybox } from '../../support/busybox.ts'
import { amd64, arm64, openEngineFixture, readLog, type EngineFixture } from './engine-fixture.ts'

let fixture: EngineFixture

beforeAll(async () => {
  fixture = await openEngineFixture('api')
})
afterAll(() => fixture[Symbol.asyncDispose]())

describe('a real engine', () => {
  it('tells what it is', () => {
    expect(fixture.engine.info).toMatchObject({
      os: 'linux',
      version: expect.stringMatching(/^\d+\.\d+/),
      architecture: expect.stringMatching(/^(amd64|arm64)$/),
      cores: expect.any(Number),
    })
  })

  it('tells how much room it has where this process can see its folder', async () => {
    const { info } = fixture.engine
    const free = await freeBytes(info)
    if (info.dataRoot === undefined) expect(free).toBeUndefined()
    else expect(free).toBeGreaterThan(0)
  })
})

describe('an image by digest', () => {
  it('is held once it was pulled, one platform without the other', async () => {
    const { engine } = fixture
    const pushed = await fixture.push(index([await serverImage('linux/amd64'), await serverImage('linux/arm64')]))
    const { repository, manifests } = pushed
    const [ours, theirs] = [manifests['linux/amd64'], manifests['linux/arm64']]
    if (ours === undefined || theirs === undefined) throw new Error('the index lacks a platform')
    expect(await engine.hasImage(repository, ours)).toBe(false)
    await engine.pull({ repository, digest: theirs, platform: arm64 })
    expect(await engine.hasImage(repository, theirs)).toBe(true)
    expect(await engine.hasImage(repository, ours)).toBe(false)
    await engine.removeImage(`${repository}@${theirs}`)
    expect(await engine.hasImage(repository, theirs)).toBe(false)
  })

  it('whose layer the registry has lost cannot be pulled, and that is said', async () => {
    const pushed = await fixture.push(await busyboxImage('linux/amd64'))
    const [, , lost] = pushed.content.blobs
    if (lost === undefined) throw new Error('the image has no layer of its own')
    await pushed.deleteBlob(lost.digest)
    const { repository, digest } = pushed
    await expect(fixture.engine.pull({ repository, digest, platform: amd64 })).rejects.toMatchObject({
      code: 'content-missing',
      message: expect.stringContaining(repository),
    })
  })

  it('that is in no registry cannot be pulled, and that is said', async () => {
    const { repository } = await fixture.push(await busyboxImage('linux/amd64'))
    const digest = computeDigest(Buffer.from(uniqueText()))
    await expect(fixture.engine.pull({ repository, digest, platform: amd64 })).rejects.toMatchObject({
      code: 'content-missing',
    })
  })

  it('from a registry nobody runs cannot be pulled, and that is no fault of the image', async () => {
    const digest = computeDigest(Buffer.from(uniqueText()))
    const request = { repository: '127.0.0.1:9/nobody/app', digest, platform: amd64 }
    await expect(fixture.engine.pull(request)).rejects.toMatchObject({ code: 'pull-failed' })
  })
})

describe('an archive', () => {
  it('is loaded, runs under its name, and is gone when it is removed', async () => {
    const name = `everyarch/loaded-${uniqueText()}:test`
    const layer = await packTar([{ path: 'bin/busybox', bytes: await busybox('linux/amd64'), mode: 0o755 }])
    const config = JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      config: { Entrypoint: ['/bin/busybox', 'echo', 'loaded'] },
      rootfs: { type: 'layers', diff_ids: [computeDigest(layer)] },
    })
    const manifest = JSON.stringify([{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }])
    await fixture.engine.loadImage(
      await packTar([
        { path: 'manifest.json', text: manifest },
        { path: 'config.json', text: config },
        { path: 'layer.tar', bytes: layer },
      ]),
    )
    const container = await fixture.start({ image: name, platform: amd64 })
    expect(await readLog(container)).toMatchObject([{ text: 'loaded' }])
    await container.remove()
    await fixture.engine.removeImage(name)
    await expect(fixture.start({ image: name, platform: amd64 })).rejects.toMatchObject({ code: 'content-missing' })
  })

  it('that is none is refused with a reason', async () => {
    await expect(fixture.engine.loadImage(Buffer.from('no archive at all'))).rejects.toMatchObject({
      code: 'engine-failed',
    })
  })
})
