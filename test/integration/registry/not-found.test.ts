import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { anyIndex, refuse, serve } from '../../support/hostile-registry.ts'
import { appOf, client, hostile } from './hostile.ts'

function tags(response: ServerResponse, list: readonly string[] | null, link?: string): void {
  response.writeHead(200, { 'content-type': 'application/json', ...(link === undefined ? {} : { link }) })
  response.end(JSON.stringify({ name: 'app', tags: list }))
}

describe('an image that is not there', () => {
  it('may lack its tag, and others come near', async () => {
    const registry = await hostile((request, response) => {
      if (request.path.endsWith('/tags/list')) return tags(response, ['1.0', '1.1', '1.1-slim', '2.0', '2.1', 'latest'])
      refuse(response, 404, 'MANIFEST_UNKNOWN')
    })
    const reference = { ...appOf(registry), tag: 'latset' }
    await expect(client().getRoot(reference)).rejects.toMatchObject({
      code: 'image-not-found',
      message: `${registry.address}/app has no tag "latset"`,
      hint: 'did you mean "latest"? it has "latest", "1.0", "1.1", "1.1-slim", "2.0", and 1 more',
    })
  })

  it.each([
    ['by the code of its answer', 'NAME_UNKNOWN', 1],
    ['by having no list of tags', 'MANIFEST_UNKNOWN', 2],
  ])('may lack its repository: %s', async (_, code, requests) => {
    const registry = await hostile((request, response) =>
      refuse(response, 404, request.path.endsWith('/tags/list') ? 'NAME_UNKNOWN' : code),
    )
    await expect(client().getRoot({ ...appOf(registry), tag: '1' })).rejects.toMatchObject({
      code: 'image-not-found',
      message: `${registry.address} has no repository "app"`,
      hint: expect.stringContaining(`docker login ${registry.address}`),
    })
    expect(registry.requests).toHaveLength(requests)
  })

  it('may lack its tag because there are none', async () => {
    const registry = await hostile((request, response) =>
      request.path.endsWith('/tags/list') ? tags(response, null) : refuse(response, 404, 'MANIFEST_UNKNOWN'),
    )
    await expect(client().getRoot(appOf(registry))).rejects.toMatchObject({
      message: `${registry.address}/app has no tag "latest"`,
      hint: expect.stringContaining('no tags at all'),
    })
  })

  it('is told also where tags are not shown', async () => {
    const registry = await hostile((request, response) =>
      refuse(response, request.path.endsWith('/tags/list') ? 401 : 404, 'UNKNOWN'),
    )
    await expect(client().getRoot({ ...appOf(registry), tag: '1' })).rejects.toMatchObject({
      code: 'image-not-found',
      message: `${registry.address}/app has no tag "1"`,
    })
  })

  it('may lack its digest, which a reference asks for before its tag', async () => {
    const registry = await hostile((request, response) =>
      request.path.endsWith('/tags/list') ? tags(response, ['1']) : refuse(response, 404, 'MANIFEST_UNKNOWN'),
    )
    const reference = { ...appOf(registry), tag: '1', digest: anyIndex.digest }
    await expect(client().getRoot(reference)).rejects.toMatchObject({
      code: 'image-not-found',
      message: `${registry.address}/app has no manifest ${anyIndex.digest}`,
    })
  })
})

describe('a part of an image that is not there', () => {
  it('is missing content, and no image', async () => {
    const registry = await hostile((_, response) => refuse(response, 404, 'MANIFEST_UNKNOWN'))
    await expect(client().getManifest(appOf(registry), anyIndex.digest)).rejects.toMatchObject({
      code: 'content-missing',
    })
    await expect(client().getBlob(appOf(registry), anyIndex.digest, 10)).rejects.toMatchObject({
      code: 'content-missing',
    })
    expect(registry.requests).toHaveLength(2)
  })
})

describe('the list of tags', () => {
  it('is read page by page', async () => {
    const registry = await hostile((request, response) => {
      const last = request.query.get('last')
      if (last === null) return tags(response, ['a'], '</v2/app/tags/list?last=a&n=1>; rel="next"')
      if (last === 'a') return tags(response, ['b'], `<http://${request.headers.host}${request.path}?last=b>; rel=next`)
      tags(response, ['c'], '</elsewhere>; rel="prev"')
    })
    expect(await client().listTags(appOf(registry))).toEqual(['a', 'b', 'c'])
  })

  it.each([
    ['goes in a circle', '</v2/app/tags/list?last=a>; rel="next"'],
    ['leads to another host', '<http://127.0.0.1:9/v2/app/tags/list>; rel="next"'],
  ])('that %s is refused', async (_, link) => {
    const registry = await hostile((_request, response) => tags(response, ['a'], link))
    await expect(client().listTags(appOf(registry))).rejects.toMatchObject({ code: 'registry-invalid' })
    expect(registry.requests.length).toBeLessThan(4)
  })

  it('that is none is refused', async () => {
    const registry = await hostile((_, response) => serve(response, { ...anyIndex, bytes: Buffer.from('{"tags":1}') }))
    await expect(client().listTags(appOf(registry))).rejects.toMatchObject({ code: 'registry-invalid' })
  })
})
