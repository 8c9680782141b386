import { describe, expect, it } from 'vitest'
import {
  formatDeclaredPlatform,
  formatPlatform,
  isSamePlatform,
  isUnknownPlatform,
  normalizePlatform,
  parseDeclaredPlatform,
  parsePlatform,
  parsePlatformValue,
} from '../../../src/oci/platform.ts'
import { parsedRows, refusedRows, sameRows } from './platform-rows.ts'
import { thrownError } from './thrown-error.ts'

describe('parsePlatform', () => {
  it.each(parsedRows)('reads %s as %s', (text, normalized) => {
    const platform = parsePlatform(text)
    expect(formatPlatform(platform)).toBe(normalized)
    expect(normalizePlatform(platform)).toEqual(platform)
    expect(parsePlatform(normalized)).toEqual(platform)
    expect(isSamePlatform(parseDeclaredPlatform(text), platform)).toBe(true)
  })

  it.each(refusedRows)('refuses %j', (text, problem, hint) => {
    const error = thrownError(() => parsePlatform(text))
    expect(error.code).toBe('platform-invalid')
    expect(error.exitCode).toBe(2)
    expect(error.message).toContain(problem)
    expect(error.hint).toContain(hint)
  })

  it('keeps its error short, however long the text', () => {
    const error = thrownError(() => parsePlatform(`linux/${'x'.repeat(1_000_000)}`))
    expect(error.message.length).toBeLessThan(500)
  })
})

describe('a declared platform', () => {
  it.each([
    'linux/arm64/v8',
    'Linux/AMD64',
    'linux/arm',
    'linux/aarch64',
    'linux/arm/v8',
    'unknown/unknown',
    'windows(10.0.20348)/amd64',
    'linux(5.10+b+a)/amd64/v1',
    'foo(a%2Bb%28c%29%2Fd%25)/bar/baz',
  ])('keeps its spelling: %s', (text) => {
    expect(formatDeclaredPlatform(parseDeclaredPlatform(text))).toBe(text)
  })

  it('is shown as it is even where it cannot be written by a user', () => {
    expect(formatDeclaredPlatform({ os: '', architecture: 'arm/v7' })).toBe('/arm/v7')
  })
})

describe('isSamePlatform', () => {
  it.each(sameRows)('%j and %j: %s', (a, b, same) => {
    expect(isSamePlatform(a, b)).toBe(same)
    expect(isSamePlatform(b, a)).toBe(same)
    expect(formatPlatform(a) === formatPlatform(b)).toBe(same)
  })
})

describe('normalizePlatform', () => {
  it('leaves an empty name empty instead of taking this host', () => {
    expect(normalizePlatform({ os: '', architecture: '' })).toEqual({ os: '', architecture: '' })
  })

  it('does not change what it is given', () => {
    const osFeatures = Object.freeze(['b', 'a'])
    const platform = Object.freeze({ os: 'Linux', architecture: 'AArch64', variant: 'V8', osFeatures })
    expect(normalizePlatform(platform)).toEqual({ os: 'linux', architecture: 'arm64', osFeatures: ['a', 'b'] })
    expect(osFeatures).toEqual(['b', 'a'])
  })
})

describe('isUnknownPlatform', () => {
  it.each([
    ['unknown', 'unknown', true],
    ['linux', 'unknown', false],
    ['unknown', 'amd64', false],
    ['', '', false],
  ])('%s/%s: %s', (os, architecture, unknown) => {
    expect(isUnknownPlatform({ os, architecture })).toBe(unknown)
  })
})

describe('the platform object of a descriptor', () => {
  it.each([
    [
      { os: 'linux', architecture: 'arm', variant: 'v7' },
      { os: 'linux', architecture: 'arm', variant: 'v7' },
    ],
    [
      { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.1', 'os.features': ['win32k'] },
      { os: 'windows', architecture: 'amd64', osVersion: '10.0.20348.1', osFeatures: ['win32k'] },
    ],
    [
      { os: 'linux', architecture: 'amd64', variant: '', 'os.version': null, 'os.features': null, features: ['sse4'] },
      { os: 'linux', architecture: 'amd64' },
    ],
    [{}, { os: '', architecture: '' }],
    [{ architecture: 'amd64' }, { os: '', architecture: 'amd64' }],
    [
      { os: null, architecture: null },
      { os: '', architecture: '' },
    ],
    [
      { os: 'LINUX', architecture: 'no such thing/v9\u0000' },
      { os: 'LINUX', architecture: 'no such thing/v9\u0000' },
    ],
  ])('%j is read as %j', (value, platform) => {
    expect(parsePlatformValue(value)).toEqual(platform)
  })

  it.each([
    [null, 'platform must be an object, not null'],
    ['linux/amd64', 'platform must be an object, not the string "linux/amd64"'],
    [[], 'platform must be an object, not an array'],
    [{ os: 1 }, 'platform.os must be a string, not 1'],
    [{ architecture: ['amd64'] }, 'platform.architecture must be a string, not an array'],
    [{ variant: 8 }, 'platform.variant must be a string, not 8'],
    [{ 'os.version': {} }, 'platform["os.version"] must be a string, not an object'],
    [{ 'os.features': 'win32k' }, 'platform["os.features"] must be an array, not the string "win32k"'],
    [{ 'os.features': [1] }, 'platform["os.features"][0] must be a string, not 1'],
  ])('%j is refused', (value, message) => {
    const error = thrownError(() => parsePlatformValue(value))
    expect(error.code).toBe('content-invalid')
    expect(error.message).toBe(message)
  })
})
