import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { parseImageConfig } from '../../../src/oci/image-config.ts'
import { parseImageIndex } from '../../../src/oci/image-index.ts'
import { parseImageManifest } from '../../../src/oci/image-manifest.ts'
import { parseJson } from '../../../src/oci/json.ts'
import { configType, indexType, layerType, manifestType } from './document-rows.ts'
import { createRandom, type Random } from './random.ts'
import { sha256 } from './reference-rows.ts'

const descriptor = (mediaType: string): object => ({ mediaType, digest: sha256, size: 10, annotations: { a: 'b' } })

const index = {
  schemaVersion: 2,
  mediaType: indexType,
  manifests: [
    { ...descriptor(manifestType), platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
    { ...descriptor(manifestType), platform: { os: 'windows', architecture: 'amd64', 'os.features': ['win32k'] } },
  ],
  annotations: { c: 'd' },
}
const manifest = {
  schemaVersion: 2,
  mediaType: manifestType,
  config: descriptor(configType),
  layers: [descriptor(layerType)],
}
const config = {
  os: 'linux',
  architecture: 'amd64',
  config: {
    Env: ['A=b'],
    Entrypoint: ['/x'],
    Labels: { a: 'b' },
    ExposedPorts: { '80/tcp': {} },
    Healthcheck: { Test: ['NONE'] },
  },
  rootfs: { type: 'layers', diff_ids: [sha256] },
  history: [{ created_by: 'RUN', empty_layer: true }],
}

const hostile: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  0.1,
  true,
  '',
  'x'.repeat(100_000),
  '\u0000',
  [],
  [null],
  [[[[]]]],
  {},
  { a: {} },
  JSON.parse('{"__proto__":{"os":"linux","length":1}}'),
]

/** A copy of a JSON value with one of its nodes replaced, chosen at random. */
function damage(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.below(4) === 0)
    return random.pick(hostile.map((x) => [x]))[0]
  const keys = Object.keys(value)
  if (keys.length === 0) return random.pick(hostile.map((x) => [x]))[0]
  const chosen = random.pick(keys)
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [
    key,
    key === chosen ? damage(inner, random) : inner,
  ])
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}

describe('a damaged document', () => {
  it.each([
    ['index', index, parseImageIndex],
    ['manifest', manifest, parseImageManifest],
    ['config', config, parseImageConfig],
  ])('of kind %s is read, or refused in one short sentence that says where', (_, document, parse) => {
    expect(() => parse(document)).not.toThrow()
    const random = createRandom(4)
    let refused = 0
    for (let count = 0; count < 2000; count++) {
      const damaged = damage(document, random)
      try {
        parse(damaged)
      } catch (error) {
        if (!(error instanceof HarnessError)) throw error
        expect(['content-invalid', 'limit-exceeded']).toContain(error.code)
        expect(error.details).toHaveProperty('path')
        expect(error.message.length).toBeLessThan(400)
        expect(error.message).not.toMatch(/\p{Cc}/u)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(500)
  })

  it('of bytes is refused as JSON, or read', () => {
    const random = createRandom(5)
    const good = new TextEncoder().encode(JSON.stringify(index))
    let refused = 0
    for (let count = 0; count < 2000; count++) {
      const bytes = Uint8Array.from(good)
      bytes[random.below(bytes.length)] = random.below(256)
      try {
        parseImageIndex(parseJson(bytes.subarray(0, bytes.length - random.below(2)), 'the index'))
      } catch (error) {
        if (!(error instanceof HarnessError)) throw error
        expect(error.code).toBe('content-invalid')
        refused++
      }
    }
    expect(refused).toBeGreaterThan(500)
  })
})
