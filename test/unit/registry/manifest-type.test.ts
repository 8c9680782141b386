import { describe, expect, it } from 'vitest'
import { mediaTypes } from '../../../src/oci/media-type.ts'
import { reconcileMediaType } from '../../../src/registry/manifest-type.ts'

const { ociIndex, ociManifest, dockerManifestList, dockerManifest, dockerSchema1Signed } = mediaTypes
const index = { schemaVersion: 2, manifests: [] }
const manifest = { schemaVersion: 2, config: {}, layers: [] }

describe('what a manifest is', () => {
  it.each([
    ['the word of both', { ...index, mediaType: ociIndex }, ociIndex, ociIndex],
    ['its own word, where the registry says nothing', { ...index, mediaType: ociIndex }, '', ociIndex],
    [
      'its own word, where the registry only says JSON',
      { ...index, mediaType: ociIndex },
      'application/json',
      ociIndex,
    ],
    [
      'its own word, where the registry names its sister',
      { ...index, mediaType: ociIndex },
      dockerManifestList,
      ociIndex,
    ],
    ["the registry's word, where it says nothing", index, dockerManifestList, dockerManifestList],
    ["the registry's word, where its own is empty", { ...manifest, mediaType: '' }, dockerManifest, dockerManifest],
    ['what an index looks like', index, 'text/plain', ociIndex],
    ['what a manifest looks like', manifest, '', ociManifest],
    ['schema 1 by its version', { schemaVersion: 1 }, 'application/json', dockerSchema1Signed],
    ["schema 1 by its registry's word", { schemaVersion: 1 }, dockerSchema1Signed, dockerSchema1Signed],
    ['no schema 1 because its registry says so', index, dockerSchema1Signed, ociIndex],
    [
      "a vendor's own type",
      { any: 'thing' },
      'application/vnd.acme.thing.v1+json',
      'application/vnd.acme.thing.v1+json',
    ],
  ])('is %s', (_, value, contentType, expected) => {
    expect(reconcileMediaType(value, contentType, 'https://r/v2/')).toBe(expected)
  })

  it.each([
    ['an index called a manifest', { ...index, mediaType: ociIndex }, ociManifest],
    ['a manifest called an index', { ...manifest, mediaType: dockerManifest }, dockerManifestList],
    ['neither, both at once', { ...index, ...manifest }, ''],
    ['neither, a page', ['not', 'a', 'manifest'], 'text/html'],
    ['neither, nothing', null, 'application/json'],
  ])('is not guessed: %s', (_, value, contentType) => {
    expect(() => reconcileMediaType(value, contentType, 'https://r/v2/')).toThrow(
      expect.objectContaining({ code: 'registry-invalid' }),
    )
  })
})
