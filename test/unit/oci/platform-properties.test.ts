import { describe, expect, it } from 'vitest'
import {
  formatDeclaredPlatform,
  formatPlatform,
  isSamePlatform,
  normalizePlatform,
  parseDeclaredPlatform,
  type Platform,
} from '../../../src/oci/platform.ts'
import { checkPlatform } from '../../../src/oci/platform-check.ts'
import { bestMatch, canExecute, platformVector } from '../../../src/oci/platform-match.ts'
import { createRandom, type Random } from './random.ts'

const cases = 3000
const oses = ['linux', 'Linux', 'windows', 'macos', 'darwin', 'unknown', 'x-y']
const architectures = [
  'amd64',
  'x86_64',
  '386',
  'i386',
  'arm',
  'armhf',
  'armel',
  'arm64',
  'aarch64',
  'ppc64le',
  'foo.bar',
]
const variants = ['v1', 'v2', 'v3', 'v5', '6', 'v7', '7', 'v8', '8', 'v8.0', 'v8.3', 'v9', '9.0', 'v9.4', 'foo', 'V6']
const versions = ['10.0.17763', '10.0.20348.1006', '10.0.26100', '5.10', 'a+b%/(c)']
const features = ['win32k', 'gpu', 'a+b', 'x/y', '50%']

function anyPlatform(random: Random): Platform {
  return {
    os: random.pick(oses),
    architecture: random.pick(architectures),
    ...(random.below(2) === 0 ? {} : { variant: random.pick(variants) }),
    ...(random.below(3) === 0 ? { osVersion: random.pick(versions) } : {}),
    ...(random.below(4) === 0 ? { osFeatures: random.several(1, 3, () => random.pick(features)) } : {}),
  }
}

describe('any platform', () => {
  const random = createRandom(3)
  const platforms = Array.from({ length: cases }, () => anyPlatform(random))

  it('is read back from its declared text as it was', () => {
    for (const platform of platforms) expect(parseDeclaredPlatform(formatDeclaredPlatform(platform))).toEqual(platform)
  })

  it('is read back from its normalised text normalised', () => {
    for (const platform of platforms) {
      const normalized = normalizePlatform(platform)
      expect(parseDeclaredPlatform(formatPlatform(platform))).toEqual(normalized)
      expect(normalizePlatform(normalized)).toEqual(normalized)
      expect(isSamePlatform(platform, normalized)).toBe(true)
    }
  })

  it('executes itself, unless nobody knows its variant, and comes first in its own vector', () => {
    for (const platform of platforms) {
      const vector = platformVector(platform)
      const { architecture, variant = 'v8' } = normalizePlatform(platform)
      const known = architecture !== 'arm64' || /^v[89](\.[0-9])?$/.test(variant)
      expect(vector.length > 0, formatDeclaredPlatform(platform)).toBe(known)
      expect(vector[0] === undefined || isSamePlatform(vector[0], platform)).toBe(true)
      if (platform.osVersion === 'a+b%/(c)' || !known) continue
      expect(canExecute(platform, platform), formatDeclaredPlatform(platform)).toBe(true)
      expect(bestMatch([undefined, platform], platform)).toBe(1)
    }
  })

  it('executes what its fallbacks execute', () => {
    for (const platform of platforms.slice(0, 500))
      for (const fallback of platformVector(platform))
        for (const other of platforms.slice(0, 40))
          if (fallback.architecture !== 'amd64' || platform.architecture !== 'arm64')
            expect(!canExecute(fallback, other) || canExecute(platform, other)).toBe(true)
  })

  it('that is right as declared is right normalised too', () => {
    for (const platform of platforms)
      if (checkPlatform(platform) === undefined) expect(checkPlatform(normalizePlatform(platform))).toBeUndefined()
  })
})
