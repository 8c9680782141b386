import { describe, expect, it } from 'vitest'
import { publishImage } from '../../../src/build/publish.ts'
import { readTags } from '../../../src/build/tag-state.ts'
import { formatReference, parseReference } from '../../../src/oci/reference.ts'
import { assembleReferences } from '../../support/assembled.ts'
import { pushImage } from '../../support/image-registry.ts'
import { digestAt, freshIndex, newClient, newTags, proxied, publishTo, pushByOther, registry } from './publishing.ts'

const isTagPut = (line: string): boolean => /^PUT .*\/manifests\/(?!sha256:)/.test(line)

describe('publishing an image', () => {
  it('sends each blob to a registry once, and mounts it into its other repositories', async () => {
    const proxy = await proxied()
    const content = await freshIndex()
    const tags = [...newTags(proxy.address, '1', 'latest'), ...newTags(proxy.address, '1')]
    const { state, sentBytes } = await publishTo(tags, { content })
    const uploads = proxy.requests.filter((line) => line.startsWith('PUT') && line.includes('/uploads/'))
    const blobs = content.children.flatMap((child) => child.blobs)
    const totalBytes = blobs.reduce((sum, { bytes }) => sum + bytes.length, 0)
    expect([state, uploads.length, sentBytes]).toEqual(['published', blobs.length, totalBytes])
    for (const tag of tags) expect(await digestAt(tag)).toBe(content.document.digest)
  })

  it('is done again without a byte, also where a registry mounts nothing', async () => {
    const content = await freshIndex()
    const [first, second] = [newTags(registry.address, '1'), newTags(registry.address, '1')].flat()
    if (first === undefined || second === undefined) throw new Error('two tags')
    await publishTo([first, second], { content })
    const proxy = await proxied((line, incoming) => {
      // What asks for a mount is answered as if it had only asked for an upload.
      if (line.startsWith('POST')) incoming.url = line.slice('POST '.length)
      return line.startsWith('PUT') && line.includes('/uploads/')
    })
    const through = [first, second].map((tag) => ({ ...tag, registry: proxy.address, tag: '2' }))
    expect(await publishTo(through, { content })).toMatchObject({ state: 'published', sentBytes: 0 })
  })

  it('of several repositories mounts each blob from the one that has it', async () => {
    const content = await freshIndex()
    const parts = await Promise.all(content.children.map((child) => pushImage(registry, child, 'parts')))
    const client = newClient()
    const { source } = await assembleReferences(
      client,
      parts.map(({ reference }) => reference),
    )
    const [tag] = newTags(registry.address, '1')
    if (tag === undefined) throw new Error('one tag')
    const root = await source.readRoot()
    const before = await readTags(client, [tag])
    const { signal } = new AbortController()
    const result = await publishImage({ client, source, root, tags: [tag], before, signal, onProgress: () => {} })
    expect(result).toMatchObject({ state: 'published', sentBytes: 0 })
  })

  it('reads back what is at the tag and below it', async () => {
    const content = await freshIndex()
    const lost = content.children[0]?.blobs.at(-1)?.digest ?? ''
    let isSent = false
    const proxy = await proxied((line) => {
      isSent ||= isTagPut(line)
      return isSent && line === `HEAD /v2/${tag?.repository ?? ''}/blobs/${lost}` ? 404 : false
    })
    const [tag] = newTags(proxy.address, '1')
    if (tag === undefined) throw new Error('one tag')
    expect(await publishTo([tag], { content })).toMatchObject({
      state: 'incomplete',
      tags: [{ state: 'published', error: { code: 'content-missing', message: expect.stringContaining(lost) } }],
    })
  })
})

describe('a tag', () => {
  it('that someone moved since it was looked at is left alone, and the others are made', async () => {
    const tags = newTags(registry.address, 'mine', 'theirs')
    const [mine, theirs] = tags
    if (mine === undefined || theirs === undefined) throw new Error('two tags')
    const before = new Map(tags.map((tag) => [formatReference(tag), undefined]))
    await publishTo([mine])
    const digest = await pushByOther(theirs)
    const content = await freshIndex()
    expect(await publishTo([theirs, { ...mine, tag: 'new' }], { content, before })).toMatchObject({
      state: 'incomplete',
      tags: [{ state: 'kept', error: { code: 'publish-refused', message: expect.stringContaining(digest) } }, {}],
    })
    expect([await digestAt(theirs), await digestAt({ ...mine, tag: 'new' })]).toEqual([digest, content.document.digest])
  })

  it('that is moved at the last moment is left alone where the registry reads If-Match', async () => {
    const proxy = await proxied(async (line, { headers }) => {
      if (!isTagPut(line) || headers['if-none-match'] !== '*') return false
      await pushByOther(parseReference(`${registry.address}/${tag?.repository ?? ''}:1`))
      return 412
    })
    const [tag] = newTags(proxy.address, '1')
    if (tag === undefined) throw new Error('one tag')
    expect(await publishTo([tag])).toMatchObject({
      tags: [{ state: 'kept', error: { message: expect.stringContaining('was moved by someone else') } }],
    })
  })

  it('is made where a registry answers 412 for no reason', async () => {
    const proxy = await proxied((line, { headers }) =>
      isTagPut(line) && (headers['if-match'] ?? headers['if-none-match']) !== undefined ? 412 : false,
    )
    const tags = newTags(proxy.address, '1')
    expect(await publishTo(tags)).toMatchObject({ state: 'published', tags: [{ state: 'published' }] })
    expect(await publishTo(tags)).toMatchObject({ state: 'published', tags: [{ state: 'published' }] })
  })

  it.each([400, 403, 405, 409, 412])('that is immutable, said by %i, stays, and the hint says why', async (status) => {
    let isImmutable = false
    const proxy = await proxied((line) => (isImmutable && isTagPut(line) ? status : false))
    const content = await freshIndex()
    const tags = newTags(proxy.address, '1')
    await publishTo(tags, { content })
    isImmutable = true
    expect(await publishTo(tags)).toMatchObject({
      state: 'incomplete',
      tags: [
        {
          state: 'kept',
          previous: content.document.digest,
          error: { code: 'publish-refused', hint: expect.stringContaining('immutable') },
        },
      ],
    })
    expect(await publishTo(tags, { content })).toMatchObject({ state: 'published', tags: [{ state: 'unchanged' }] })
  })

  it('that was made though its answer got lost is published', async () => {
    const proxy = await proxied((line) => (isTagPut(line) ? 'lost' : false))
    expect(await publishTo(newTags(proxy.address, '1'))).toMatchObject({ tags: [{ state: 'published' }] })
  })

  it('is not known to be made where the registry dies over it, and a second call completes it', async () => {
    let isDead = true
    let isOver = false
    const proxy = await proxied((line) => {
      isOver ||= isDead && line.endsWith('/manifests/second') && isTagPut(line)
      return isOver && isDead
    })
    const content = await freshIndex()
    const tags = newTags(proxy.address, 'first', 'second')
    const torn = await publishTo(tags, { content })
    expect(torn.state).toBe('incomplete')
    expect(torn.tags[1]).toMatchObject({ state: 'unknown', error: { code: 'registry-failed' } })
    isDead = false
    expect(await publishTo(tags, { content })).toMatchObject({ state: 'published' })
  })
})

describe('an interrupt', () => {
  it('while content is sent touches no tag', async () => {
    const stop = new AbortController()
    const proxy = await proxied((line) => {
      if (line.startsWith('PUT')) stop.abort(new Error('stopped'))
      return false
    })
    const [tag] = newTags(proxy.address, '1')
    if (tag === undefined) throw new Error('one tag')
    await expect(publishTo([tag], { signal: stop.signal })).rejects.toThrow('stopped')
    expect(proxy.requests.filter(isTagPut)).toEqual([])
  })

  it('between tags leaves the rest, and says which were made', async () => {
    const stop = new AbortController()
    const proxy = await proxied((line) => {
      if (isTagPut(line)) stop.abort(new Error('stopped'))
      return false
    })
    const tags = newTags(proxy.address, ...Array.from({ length: 12 }, (_, number) => `1.${number}`))
    const { state, tags: told } = await publishTo(tags, { signal: stop.signal })
    expect(state).toBe('incomplete')
    const there = await Promise.all(tags.map(async (tag) => ((await digestAt(tag)) === null ? 'kept' : 'published')))
    expect(told.map((tag) => tag.state)).toEqual(there)
    expect(new Set(there)).toEqual(new Set(['kept', 'published']))
  })
})
