import { describe, expect, it } from 'vitest'
import { parseDescriptor } from '../../../src/oci/descriptor.ts'
import { parseImageIndex } from '../../../src/oci/image-index.ts'
import { parseImageManifest } from '../../../src/oci/image-manifest.ts'
import {
  configType,
  indexType,
  layerType,
  manifestType,
  wrongDescriptors,
  wrongIndexes,
  wrongManifests,
} from './document-rows.ts'
import { sha256, sha512 } from './reference-rows.ts'
import { thrownError } from './thrown-error.ts'

const entry = { mediaType: manifestType, digest: sha256, size: 7 }
const parsedEntry = { mediaType: manifestType, digest: sha256, sizeBytes: 7 }
const config = { mediaType: configType, digest: sha512, size: 0 }
const parsedConfig = { mediaType: configType, digest: sha512, sizeBytes: 0 }

describe('parseDescriptor', () => {
  it('reads every field', () => {
    const descriptor = parseDescriptor({
      ...entry,
      urls: ['https://example.com/layer'],
      annotations: { 'org.opencontainers.image.ref.name': '1.0' },
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
      artifactType: 'application/vnd.acme',
      data: 'e30=',
      unknown: { field: true },
    })
    expect(descriptor).toEqual({
      ...parsedEntry,
      urls: ['https://example.com/layer'],
      annotations: { 'org.opencontainers.image.ref.name': '1.0' },
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
      artifactType: 'application/vnd.acme',
    })
  })

  it('leaves out what is null or empty', () => {
    const nulls = { urls: null, annotations: null, platform: null, artifactType: null }
    expect(Object.keys(parseDescriptor({ ...entry, ...nulls }))).toEqual(['mediaType', 'digest', 'sizeBytes'])
    expect(parseDescriptor({ ...entry, urls: [], artifactType: '' })).toEqual(parsedEntry)
  })

  it.each(wrongDescriptors)('refuses %j at %s', (value, path, problem) => {
    const error = thrownError(() => parseDescriptor(value, 'manifests[3]'))
    expect(error.code).toBe('content-invalid')
    expect(error.message).toContain(`manifests[3]${path} ${problem}`)
    expect(error.details).toEqual({ path: `manifests[3]${path}` })
  })
})

describe('parseImageIndex', () => {
  it('reads an OCI index', () => {
    const index = parseImageIndex({
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [{ ...entry, platform: { os: 'linux', architecture: 'amd64' } }, entry],
      annotations: { a: 'b' },
      subject: entry,
      artifactType: 'application/vnd.acme',
    })
    expect(index).toEqual({
      mediaType: indexType,
      manifests: [{ ...parsedEntry, platform: { os: 'linux', architecture: 'amd64' } }, parsedEntry],
      annotations: { a: 'b' },
      subject: parsedEntry,
      artifactType: 'application/vnd.acme',
    })
  })

  it("reads Docker's manifest list", () => {
    const mediaType = 'application/vnd.docker.distribution.manifest.list.v2+json'
    expect(parseImageIndex({ schemaVersion: 2, mediaType, manifests: [] })).toEqual({ mediaType, manifests: [] })
  })

  it.each([{ manifests: [] }, { manifests: [], mediaType: null }, { manifests: [], mediaType: '', config: null }])(
    'takes %j for an OCI index',
    (value) => {
      expect(parseImageIndex(value)).toEqual({ mediaType: indexType, manifests: [] })
    },
  )

  it('reads on past a platform that does not exist', () => {
    const platforms = ['amd64', 'no/such', '', 'x'.repeat(100_000)].map((architecture) => ({
      os: 'linux',
      architecture,
    }))
    const index = parseImageIndex({ manifests: platforms.map((platform) => ({ ...entry, platform })) })
    expect(index.manifests.map(({ platform }) => platform)).toEqual(platforms)
  })

  it('reads ten thousand entries and no more', () => {
    const manifests = Array.from({ length: 10_000 }, () => entry)
    expect(parseImageIndex({ manifests }).manifests).toHaveLength(10_000)
    const error = thrownError(() => parseImageIndex({ manifests: [...manifests, entry] }))
    expect(error.code).toBe('limit-exceeded')
    expect(error.message).toBe('manifests has 10001 entries, the limit is 10000')
  })

  it.each(wrongIndexes)('refuses %j: %s', (value, message) => {
    const error = thrownError(() => parseImageIndex(value))
    expect(error.code).toBe('content-invalid')
    expect(error.message).toContain(message)
  })
})

describe('parseImageManifest', () => {
  const layer = { mediaType: layerType, digest: sha256, size: 7 }
  const parsedLayer = { mediaType: layerType, digest: sha256, sizeBytes: 7 }

  it('reads an OCI manifest', () => {
    const manifest = parseImageManifest({
      schemaVersion: 2,
      mediaType: manifestType,
      artifactType: 'application/vnd.acme',
      config,
      layers: [layer, layer],
      subject: entry,
      annotations: { a: 'b' },
    })
    expect(manifest).toEqual({
      mediaType: manifestType,
      artifactType: 'application/vnd.acme',
      config: parsedConfig,
      layers: [parsedLayer, parsedLayer],
      subject: parsedEntry,
      annotations: { a: 'b' },
    })
  })

  it("reads Docker's schema 2", () => {
    const mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
    const parsed = { mediaType, config: parsedConfig, layers: [] }
    expect(parseImageManifest({ schemaVersion: 2, mediaType, config, layers: [] })).toEqual(parsed)
  })

  it.each([{ config }, { config, layers: null }, { config, layers: [], mediaType: '', manifests: null }])(
    'takes %j for an OCI manifest without layers',
    (value) => {
      expect(parseImageManifest(value)).toEqual({ mediaType: manifestType, config: parsedConfig, layers: [] })
    },
  )

  it('reads no more than ten thousand layers', () => {
    const layers = Array.from({ length: 10_001 }, () => layer)
    expect(thrownError(() => parseImageManifest({ config, layers })).code).toBe('limit-exceeded')
  })

  it.each(wrongManifests)('refuses %j: %s', (value, message) => {
    const error = thrownError(() => parseImageManifest(value))
    expect(error.code).toBe('content-invalid')
    expect(error.message).toContain(message)
  })
})
