import { describe, expect, it } from 'vitest'
import { describeArtifact } from '../../../src/oci/artifact.ts'
import type { Descriptor } from '../../../src/oci/descriptor.ts'
import { detectDocumentType } from '../../../src/oci/document-type.ts'
import { parseLayerType } from '../../../src/oci/layer-type.ts'
import {
  acceptHeader,
  isImageConfigType,
  isIndexType,
  isManifestType,
  isSchema1Type,
  mediaTypes,
  normalizeMediaType,
} from '../../../src/oci/media-type.ts'
import { artifactRows, documentRows, kindRows, layerRows } from './media-type-rows.ts'
import { sha256 } from './reference-rows.ts'

const descriptor = (mediaType: string): Descriptor => ({ mediaType, digest: sha256, sizeBytes: 2 })

describe('a media type', () => {
  it.each(kindRows)('%s is of kind %s', (mediaType, kind) => {
    expect({
      index: isIndexType(mediaType),
      manifest: isManifestType(mediaType),
      schema1: isSchema1Type(mediaType),
      config: isImageConfigType(mediaType),
    }).toEqual({
      index: kind === 'index',
      manifest: kind === 'manifest',
      schema1: kind === 'schema1',
      config: kind === 'config',
    })
  })

  it.each(layerRows)('of a layer: %s', (mediaType, type) => {
    expect(parseLayerType(mediaType)).toEqual(type)
  })

  it.each([
    [mediaTypes.ociIndex, mediaTypes.ociIndex],
    [`${mediaTypes.ociIndex}; charset=utf-8`, mediaTypes.ociIndex],
    [` ${mediaTypes.ociIndex} ;q=1`, mediaTypes.ociIndex],
    ['Application/JSON', 'application/json'],
    ['', ''],
    [';', ''],
  ])('of a header: %j', (header, mediaType) => {
    expect(normalizeMediaType(header)).toBe(mediaType)
  })
})

describe('what a request for a manifest accepts', () => {
  it('is an index first, then a manifest, then what cannot be run, then anything', () => {
    const types = acceptHeader.split(', ')
    expect(types.filter(isIndexType)).toEqual(types.slice(0, 2))
    expect(types.filter(isManifestType)).toEqual(types.slice(2, 4))
    expect(types.filter(isSchema1Type)).toEqual(types.slice(4, 6))
    expect(types.slice(6)).toEqual(['*/*'])
  })
})

describe('describeArtifact', () => {
  it.each(artifactRows)('config %s, layers %j, type %s: %s', (config, layers, artifactType, name) => {
    const manifest = {
      mediaType: mediaTypes.ociManifest,
      config: descriptor(config),
      layers: layers.map(descriptor),
      ...(artifactType === undefined ? {} : { artifactType }),
    }
    expect(describeArtifact(manifest)).toBe(name)
  })
})

describe('detectDocumentType', () => {
  it.each(documentRows)('%j is %s', (document, mediaType) => {
    expect(detectDocumentType(document)).toBe(mediaType)
  })
})
