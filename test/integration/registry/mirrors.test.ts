import { describe, expect, it } from 'vitest'
import { anyIndex, refuse, serve, served } from '../../support/hostile-registry.ts'
import { appOf, client, hostile } from './hostile.ts'

const otherIndex = served({ schemaVersion: 2, manifests: [], annotations: { other: 'yes' } })

describe('a mirror', () => {
  it('is asked first, and alone where it has what is wanted', async () => {
    const registry = await hostile((_, response) => serve(response, otherIndex))
    const mirror = await hostile((_, response) => serve(response, anyIndex))
    const opened = client({ mirrors: { [registry.address]: [`${mirror.address}/proxy/hub`] } })
    await expect(opened.getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
    await opened.headBlob(appOf(registry), anyIndex.digest)
    expect(mirror.seen()).toEqual([
      'GET /v2/proxy/hub/app/manifests/1',
      `HEAD /v2/proxy/hub/app/blobs/${anyIndex.digest}`,
    ])
    expect(registry.requests).toHaveLength(0)
  })

  it('that does not have it gives way to the registry', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const mirror = await hostile((_, response) => refuse(response, 404, 'NAME_UNKNOWN'))
    const opened = client({ mirrors: { [registry.address]: [mirror.address] } })
    await expect(opened.getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
    expect(await opened.headBlob(appOf(registry), anyIndex.digest)).toMatchObject({ state: 'present' })
    expect(mirror.requests).toHaveLength(2)
  })

  it('that has something else gives way to the registry', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const mirror = await hostile((_, response) => serve(response, otherIndex))
    const opened = client({ mirrors: { [registry.address]: [mirror.address] } })
    await expect(opened.getManifest(appOf(registry), anyIndex.digest)).resolves.toMatchObject({
      digest: anyIndex.digest,
    })
  })

  it('that is not there is asked once', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const mirror = await hostile(() => {})
    await mirror[Symbol.asyncDispose]()
    const tried: string[] = []
    const opened = client({
      mirrors: { [registry.address]: [mirror.address] },
      onRequest: ({ url }) => tried.push(new URL(url).host),
    })
    await opened.getManifest(appOf(registry), '1')
    await opened.getManifest(appOf(registry), '2')
    expect(tried).toEqual([mirror.address, registry.address, registry.address])
  })

  it('that is busy is not waited for', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const mirror = await hostile((_, response) => refuse(response, 503, 'UNAVAILABLE', { 'retry-after': '20' }))
    await client({ mirrors: { [registry.address]: [mirror.address] } }).getManifest(appOf(registry), '1')
    expect(mirror.requests).toHaveLength(1)
  })

  it('does not hide what the registry says in the end', async () => {
    const registry = await hostile((_, response) => refuse(response, 403, 'DENIED'))
    const mirror = await hostile((_, response) => refuse(response, 500, 'UNKNOWN'))
    const opened = client({ mirrors: { [registry.address]: [mirror.address] } })
    await expect(opened.getManifest(appOf(registry), '1')).rejects.toMatchObject({
      code: 'registry-denied',
      message: expect.stringContaining(registry.address),
    })
  })

  it('gets its own credentials, never those of the registry', async () => {
    const asked: string[] = []
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const mirror = await hostile((_, response) =>
      refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="mirror"' }),
    )
    const credentials = async (host: string): Promise<undefined> => void asked.push(host)
    await client({ credentials, mirrors: { [registry.address]: [mirror.address] } }).getManifest(appOf(registry), '1')
    expect(asked).toEqual([mirror.address])
  })
})
