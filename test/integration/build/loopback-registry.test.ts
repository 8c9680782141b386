import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { serveImage } from '../../../src/build/loopback-registry.ts'
import { openLocalImage } from '../../../src/image/archive-image.ts'
import { parseImageName } from '../../../src/image/image-name.ts'
import { openImageView } from '../../../src/image/view.ts'
import { computeDigest } from '../../../src/oci/digest.ts'
import { image, index } from '../../support/image-builder.ts'
import { layer } from '../../support/layer.ts'
import { blobPath, layoutFiles, writeFolder } from '../../unit/image/layout-files.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'

const folder = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
const one = image({ platform: 'linux/amd64', layers: [await layer([{ path: '/app', text: 'x' }])] })
const [damaged, whole] = [one.blobs[0], one.blobs[1]]
if (damaged === undefined || whole === undefined) throw new Error('the image has no blobs')
const content = index([one])
await writeFolder(folder, layoutFiles([content], [content.descriptor]))
await writeFile(
  join(folder, blobPath(damaged)),
  damaged.bytes.map((byte) => byte ^ 1),
)
const name = parseImageName(`oci:${folder}`)
if (name.transport !== 'oci') throw new Error('no layout')
const view = await openImageView(await openLocalImage(name, 'layout'))
const registry = await serveImage(view)
const url = `http://${registry.repository.replace('/', '/v2/')}`
afterAll(async () => {
  await registry.close()
  await view.source.close()
  await rm(folder, { recursive: true })
})

it('a manifest is served with its type and digest', async () => {
  for (const method of ['GET', 'HEAD']) {
    const response = await fetch(`${url}/manifests/${one.descriptor.digest}`, { method })
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': one.document.mediaType,
      'content-length': String(one.document.bytes.byteLength),
      'docker-content-digest': one.descriptor.digest,
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(bytes).toEqual(method === 'GET' ? new Uint8Array(one.document.bytes) : new Uint8Array())
  }
})

it('a blob is served as it is, and a damaged one is not served to its end', async () => {
  const response = await fetch(`${url}/blobs/${whole.digest}`)
  expect(computeDigest(new Uint8Array(await response.arrayBuffer()))).toBe(whole.digest)
  const broken = fetch(`${url}/blobs/${damaged.digest}`).then((answer) => answer.arrayBuffer())
  await expect(broken).rejects.toThrow()
})

it.each([
  ['GET', '/v2/', 200],
  ['GET', `/v2/another/manifests/${one.descriptor.digest}`, 404],
  ['GET', `${new URL(url).pathname}/manifests/latest`, 404],
  ['GET', `${new URL(url).pathname}/blobs/sha256:${'0'.repeat(64)}`, 404],
  ['GET', `${new URL(url).pathname}/blobs/../../etc/passwd`, 404],
  ['GET', '/%', 404],
  ['PUT', `${new URL(url).pathname}/manifests/${one.descriptor.digest}`, 405],
])('%s %s is answered with %i', async (method, path, status) => {
  expect((await fetch(new URL(path, url), { method })).status).toBe(status)
})

it('answers on loopback alone, at a name nobody guesses', () => {
  expect(registry.repository).toMatch(/^127\.0\.0\.1:\d+\/everyarch\/[0-9a-f]{16}$/)
})
