import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { StoredImageRequest } from '../../../src/engine/engine.ts'
import type { ImageSource } from '../../../src/image/source.ts'
import type { ImageContent } from '../../support/content.ts'
import { image, index } from '../../support/image-builder.ts'
import { layer } from '../../support/layer.ts'
import { layoutFiles, packFiles } from '../../unit/image/layout-files.ts'
import { type Answer, type FakeEngine, inTurn, json, never, startFakeEngine, status } from './fake-engine.ts'

const [amd64, arm64] = await Promise.all([make('amd64'), make('arm64')])
const multi = index([amd64, arm64])
const whole = await packFiles({ ...layoutFiles([multi], [multi.descriptor]), 'manifest.json': '[]' })
const request: StoredImageRequest = { reference: 'app:1', name: 'docker-daemon:app:1' }

async function make(architecture: string): Promise<ImageContent> {
  return image({ platform: `linux/${architecture}`, layers: [await layer([{ path: 'app', text: architecture }])] })
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everyarch-spill-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  expect(await readdir(folder)).toEqual([])
  await rm(folder, { recursive: true })
})

/** What an engine with the containerd store says of the image, holding these. */
function describeImage(...held: readonly ImageContent[]): object {
  const entries = [amd64, arm64].map((content) => ({
    ID: content.descriptor.digest,
    Descriptor: content.descriptor,
    Available: held.includes(content),
    Kind: 'image',
    ImageData: { Platform: content.descriptor.platform },
    Size: { Content: sizeOf(content) },
  }))
  return { Id: multi.descriptor.digest, RepoTags: ['app:1'], Descriptor: multi.descriptor, Manifests: entries }
}

function sizeOf({ document, blobs }: ImageContent): number {
  return [document, ...blobs].reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
}

function send(bytes: Uint8Array): Answer {
  return (response) => response.writeHead(200, { 'content-type': 'application/x-tar' }).end(bytes)
}

function breakOff(response: ServerResponse): void {
  response.write(whole.subarray(0, 2000), () => response.destroy())
}

/** The words of an engine that lacks its own platform. */
const noExport = status(404, 'unable to create manifests file: NotFound: content digest sha256:0: not found')

async function start(described: Answer, exported: Answer): Promise<FakeEngine> {
  const fake = await startFakeEngine({ 'GET /images/*/json': described, 'GET /images/*/get': exported })
  onTestFinished(() => fake[Symbol.asyncDispose]())
  return fake
}

async function open(fake: FakeEngine, more: Partial<StoredImageRequest> = {}): Promise<ImageSource> {
  const engine = await fake.open()
  vi.stubEnv('TMPDIR', folder)
  const source = await engine.openImage({ ...request, ...more })
  onTestFinished(() => source.close())
  return source
}

describe('an image in an engine', () => {
  it('is its index and all that the engine exports, kept without a name', async () => {
    const onExport = vi.fn()
    const source = await open(await start(json(describeImage(amd64, arm64)), send(whole)), { onExport })
    expect(onExport.mock.calls).toEqual([[sizeOf(amd64) + sizeOf(arm64)]])
    expect(source).toMatchObject({ name: request.name, partial: { holder: 'the engine', pulledAs: 'app:1' } })
    expect(await source.readRoot()).toMatchObject({ digest: multi.descriptor.digest })
    for (const { blobs } of [amd64, arm64])
      for (const { digest } of blobs) expect(await source.checkBlob(digest)).toMatchObject({ state: 'present' })
    expect(await readdir(folder)).toEqual([])
  })

  it('is exported platform by platform where the engine does not hold its own', async () => {
    const part = await packFiles(layoutFiles([arm64], [arm64.descriptor]))
    const fake = await start(json(describeImage(arm64)), inTurn(noExport, send(part)))
    const source = await open(fake)
    const exports = fake.asked.filter(({ route }) => route === 'GET /images/*/get')
    expect(exports.map(({ query }) => query.get('platform'))).toEqual([null, '{"os":"linux","architecture":"arm64"}'])
    expect(await source.readRoot()).toMatchObject({
      digest: multi.descriptor.digest,
      value: { manifests: [amd64.descriptor, arm64.descriptor] },
    })
    expect(await source.checkManifest(amd64.descriptor.digest)).toEqual({ state: 'missing' })
    expect(
      await source.readManifest({ ...arm64.descriptor, sizeBytes: arm64.document.bytes.byteLength }),
    ).toMatchObject({
      digest: arm64.descriptor.digest,
    })
  })

  it('is listed without being exported', async () => {
    const fake = await start(json(describeImage(arm64)), noExport)
    const { partial } = await open(fake, { isListed: true })
    const sizeBytes = sizeOf(arm64) - arm64.document.bytes.byteLength
    expect(partial?.listed).toEqual(new Map([[arm64.descriptor.digest, sizeBytes]]))
    expect(fake.asked.map(({ route }) => route)).not.toContain('GET /images/*/get')
  })
})

describe('an image that cannot be read out of an engine', () => {
  it.each([
    ['app:1', 'docker pull app:1 brings it there'],
    [`sha256:${'0'.repeat(64)}`, 'docker images --no-trunc lists those it holds'],
  ])('is not there: %s', async (reference, hint) => {
    const fake = await start(status(404, 'No such image'), never)
    await expect(open(fake, { reference })).rejects.toMatchObject({
      code: 'image-not-found',
      message: expect.stringContaining(`holds no image "${reference}"`),
      hint,
    })
  })

  it('lacks the platform without which an older engine exports nothing', async () => {
    const { Manifests: _, ...old } = { Manifests: [], ...describeImage() }
    await expect(open(await start(json(old), noExport))).rejects.toMatchObject({
      code: 'engine-failed',
      hint: expect.stringMatching(/^docker pull --platform linux\/amd64 app:1 adds it/),
    })
  })

  it.each([
    ['ends before it is whole', send(whole.subarray(0, 2000)), 'engine-failed'],
    ['is no archive', send(Buffer.from('<html>'.repeat(200))), 'engine-failed'],
    ['breaks off', breakOff],
  ])('has an export that %s', async (_, exported, code = 'engine-absent') => {
    const fake = await start(json(describeImage(amd64)), exported)
    await expect(open(fake)).rejects.toMatchObject({ code, message: expect.stringContaining('app:1') })
  })

  it('is let go when the user interrupts', async () => {
    const controller = new AbortController()
    const begun: Answer = (response) => void response.write(whole.subarray(0, 2000), () => controller.abort())
    const fake = await start(json(describeImage(amd64)), begun)
    await expect(open(fake, { signal: controller.signal })).rejects.toMatchObject({ code: 'interrupted' })
  })
})
