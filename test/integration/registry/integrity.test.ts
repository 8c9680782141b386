import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { computeDigest } from '../../../src/oci/digest.ts'
import { mediaTypes } from '../../../src/oci/media-type.ts'
import { anyIndex, failureOf, serve, served } from '../../support/hostile-registry.ts'
import { appOf, client, hostile } from './hostile.ts'

const otherDigest = computeDigest(Buffer.from('other'))

describe('a manifest', () => {
  it('comes with its bytes, its digest and its type', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const document = await client().getManifest(appOf(registry), '1')
    expect(Buffer.from(document.bytes)).toEqual(anyIndex.bytes)
    expect(document).toMatchObject({ digest: anyIndex.digest, mediaType: mediaTypes.ociIndex })
    expect(registry.requests[0]?.headers).toMatchObject({
      accept: expect.stringContaining(mediaTypes.dockerManifestList),
      'user-agent': 'everyarch',
    })
  })

  it('that is not what its digest promises is refused, at once', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex, { 'docker-content-digest': otherDigest }))
    const failure = await failureOf(client().getManifest(appOf(registry), otherDigest))
    expect(failure).toMatchObject({
      code: 'digest-mismatch',
      details: { expected: otherDigest, actual: anyIndex.digest },
    })
    expect(registry.requests).toHaveLength(1)
  })

  it('by tag must have the digest its registry names', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex, { 'docker-content-digest': otherDigest }))
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'digest-mismatch' })
  })

  it('by digest is proven by its bytes, whatever its registry names', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex, { 'docker-content-digest': otherDigest }))
    await expect(client().getManifest(appOf(registry), anyIndex.digest)).resolves.toMatchObject({
      digest: anyIndex.digest,
    })
  })

  it('may be named by sha512', async () => {
    const digest = computeDigest(anyIndex.bytes, 'sha512')
    const registry = await hostile((_, response) => serve(response, anyIndex))
    await expect(client().getManifest(appOf(registry), digest)).resolves.toMatchObject({ digest })
  })

  it('needs no Docker-Content-Digest, and a broken one is as none', async () => {
    const registry = await hostile((_, response) =>
      serve(response, anyIndex, { 'docker-content-digest': 'sha256:beef' }),
    )
    await expect(client().getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
  })

  it('needs no Content-Type', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200)
      response.end(anyIndex.bytes)
    })
    await expect(client().getManifest(appOf(registry), '1')).resolves.toMatchObject({ mediaType: mediaTypes.ociIndex })
  })

  it('under the type of another kind of document is refused', async () => {
    const registry = await hostile((_, response) =>
      serve(response, { ...anyIndex, mediaType: mediaTypes.dockerManifest }),
    )
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'registry-invalid' })
  })

  it('that is a login page is refused, and the address named', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<html>Please log in</html>')
    })
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({
      code: 'registry-invalid',
      message: expect.stringContaining(`${registry.origin}/v2/app/manifests/1`),
    })
  })

  it('that is no JSON is the fault of who pushed it, where its digest is the one asked for', async () => {
    const bytes = anyIndex.bytes.subarray(0, 20)
    const half = { bytes, digest: computeDigest(bytes), mediaType: mediaTypes.ociIndex }
    const registry = await hostile((_, response) => serve(response, half))
    await expect(client().getManifest(appOf(registry), half.digest)).rejects.toMatchObject({ code: 'content-invalid' })
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'registry-invalid' })
  })

  it('of schema 1 comes without its signatures, which its digest leaves out', async () => {
    const payload = '{"schemaVersion":1,"name":"app"}'
    const format = { formatLength: payload.length - 1, formatTail: Buffer.from('}').toString('base64url') }
    const protectedHeader = Buffer.from(JSON.stringify(format)).toString('base64url')
    const bytes = Buffer.from(`${payload.slice(0, -1)},"signatures":[{"protected":"${protectedHeader}"}]}`)
    const digest = computeDigest(Buffer.from(payload))
    const registry = await hostile((_, response) =>
      serve(response, { bytes, digest, mediaType: mediaTypes.dockerSchema1Signed }),
    )
    const expected = { digest, mediaType: mediaTypes.dockerSchema1Signed, value: { schemaVersion: 1, name: 'app' } }
    await expect(client().getManifest(appOf(registry), '1')).resolves.toMatchObject(expected)
    await expect(client().getManifest(appOf(registry), digest)).resolves.toMatchObject(expected)
    await expect(client().getManifest(appOf(registry), otherDigest)).rejects.toMatchObject({ code: 'digest-mismatch' })
  })

  it('compressed on the way is unpacked', async () => {
    const bytes = gzipSync(anyIndex.bytes)
    const registry = await hostile((_, response) =>
      serve(response, { ...anyIndex, bytes }, { 'content-encoding': 'gzip' }),
    )
    await expect(client().getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
    expect(registry.requests[0]?.headers['accept-encoding']).toBe('identity')
  })

  it('compressed to fill memory is not', async () => {
    const bytes = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '))
    const registry = await hostile((_, response) =>
      serve(response, { ...anyIndex, bytes }, { 'content-encoding': 'gzip' }),
    )
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'limit-exceeded' })
  })

  it('that says it is compressed and is not is taken as it is', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex, { 'content-encoding': 'gzip' }))
    await expect(client().getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
  })
})

describe('a body', () => {
  it('announced as too large is not read', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-type': mediaTypes.ociIndex, 'content-length': '10000000000000' })
      response.write('{')
    })
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'limit-exceeded' })
  })

  it('without an end is cut off', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-type': mediaTypes.ociIndex })
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, ' ')));
        response.once('drain', pour)
      }
      pour()
    })
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'limit-exceeded' })
    await expect(client().getBlob(appOf(registry), otherDigest, 1024)).rejects.toMatchObject({ code: 'limit-exceeded' })
  })

  it('may be as large as the limit', async () => {
    const manifest = served({ schemaVersion: 2, manifests: [], annotations: { filler: 'x'.repeat(2000) } })
    const registry = await hostile((_, response) => serve(response, manifest))
    const exact = client({ maxManifestBytes: manifest.bytes.length })
    await expect(exact.getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: manifest.digest })
    const less = client({ maxManifestBytes: manifest.bytes.length - 1 })
    await expect(less.getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'limit-exceeded' })
  })

  it('of a blob must have its digest', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    await expect(client().getBlob(appOf(registry), anyIndex.digest, 1024)).resolves.toEqual(anyIndex.bytes)
    await expect(client().getBlob(appOf(registry), otherDigest, 1024)).rejects.toMatchObject({
      code: 'digest-mismatch',
    })
  })
})
