import { describe, expect, it } from 'vitest'
import {
  computeDigest,
  createDigester,
  digestAlgorithm,
  isDigest,
  parseDigest,
  shortDigest,
} from '../../../src/oci/digest.ts'
import { sha256, sha512 } from './reference-rows.ts'
import { thrownError } from './thrown-error.ts'

const bytes = new TextEncoder().encode('abc')
/** FIPS 180-4, example of one block. */
const abc256 = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
const abc512 =
  'sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f'

describe('isDigest', () => {
  it.each([sha256, sha512, abc256, abc512, `sha256:${'0'.repeat(64)}`])('accepts %s', (text) => {
    expect(isDigest(text)).toBe(true)
    expect(parseDigest(text)).toBe(text)
  })

  it.each([
    '',
    'sha256:',
    'sha256',
    'a'.repeat(64),
    `sha256:${'a'.repeat(63)}`,
    `sha256:${'a'.repeat(65)}`,
    `sha256:${'a'.repeat(128)}`,
    `sha512:${'a'.repeat(64)}`,
    `sha256:${'A'.repeat(64)}`,
    `sha256:${'g'.repeat(64)}`,
    `SHA256:${'a'.repeat(64)}`,
    `sha384:${'a'.repeat(96)}`,
    `md5:${'a'.repeat(32)}`,
    ` ${sha256}`,
    `${sha256}\n`,
    `${sha256}/..`,
  ])('refuses %j', (text) => {
    expect(isDigest(text)).toBe(false)
    expect(thrownError(() => parseDigest(text)).code).toBe('reference-invalid')
  })

  it('refuses what is no text, though it would read like one', () => {
    const values: readonly unknown[] = [undefined, null, 5, {}, [sha256], { toString: () => sha256 }]
    expect(values.filter(isDigest)).toEqual([])
  })
})

describe('the digest of bytes', () => {
  it('is computed with sha256, or with the algorithm named', () => {
    expect(computeDigest(bytes)).toBe(abc256)
    expect(computeDigest(bytes, 'sha512')).toBe(abc512)
  })

  it.each([abc256, abc512])('is the same for a stream that should end in %s', (expected) => {
    const digester = createDigester(parseDigest(expected))
    for (const byte of bytes) digester.update(Uint8Array.of(byte))
    expect(digester.finish()).toBe(expected)
  })
})

describe('a digest for people', () => {
  it('is short, and names its algorithm', () => {
    expect(shortDigest(sha256)).toBe('sha256:0123456789ab')
    expect(shortDigest(sha512)).toBe('sha512:0123456789ab')
    expect([digestAlgorithm(sha256), digestAlgorithm(sha512)]).toEqual(['sha256', 'sha512'])
  })
})
