import { expect, test } from 'vitest'
import type { Candidate } from '../../../src/image/candidate.ts'
import { normalizePlatform, parseDeclaredPlatform, parsePlatform } from '../../../src/oci/platform.ts'
import { selectPlatforms } from '../../../src/plan/selection.ts'

function candidates(...names: readonly string[]): Candidate[] {
  const unread = (): never => {
    throw new Error('nothing is read when selecting')
  }
  return names.map((name, index) => ({
    platform: normalizePlatform(parseDeclaredPlatform(name)),
    image: {
      position: `manifests[${index}]`,
      nested: false,
      descriptor: { mediaType: '', digest: `sha256:${String(index).repeat(64)}`, sizeBytes: 1 },
      readManifest: unread,
      readConfig: unread,
      readPlatform: unread,
    },
  }))
}

const mixed = candidates('linux/amd64', 'linux/arm64/v8', 'linux/arm', 'windows(10.0.20348.1)/amd64', 'freebsd/amd64')

test('without a wish, every Linux platform is selected and the others are skipped', () => {
  const { selected, skipped } = selectPlatforms(mixed, [], 'linux')
  expect(selected.map(({ name }) => name)).toEqual(['linux/amd64', 'linux/arm64', 'linux/arm/v7'])
  expect(skipped.map(({ name }) => name)).toEqual(['windows(10.0.20348.1)/amd64', 'freebsd/amd64'])
})

test('without a wish, all are selected where all are asked for', () => {
  expect(selectPlatforms(mixed, [], 'all').selected).toHaveLength(5)
})

test.each([
  ['linux/arm64', ['linux/arm64']],
  ['linux/arm64/v8', ['linux/arm64']],
  ['linux/arm/v7', ['linux/arm/v7']],
  ['windows/amd64', ['windows(10.0.20348.1)/amd64']],
  ['windows(10.0.20348.1)/amd64', ['windows(10.0.20348.1)/amd64']],
])('a wish for %s is compared normalised', (wish, names) => {
  expect(selectPlatforms(mixed, [parsePlatform(wish)], 'linux').selected.map(({ name }) => name)).toEqual(names)
})

test.each(['linux/arm/v6', 'linux/s390x', 'windows(10.0.17763.1)/amd64', 'windows/arm64'])(
  '%s is not there',
  (wish) => {
    expect(selectPlatforms(mixed, [parsePlatform(wish)], 'linux').selected).toEqual([])
  },
)

test('a platform that is listed twice is named with its digest', () => {
  const { selected } = selectPlatforms(candidates('linux/arm64', 'linux/arm64'), [], 'linux')
  expect(selected.map(({ name }) => name)).toEqual([
    'linux/arm64@sha256:000000000000',
    'linux/arm64@sha256:111111111111',
  ])
})

test('no two names are the same, even for the same entry twice', () => {
  const [first] = candidates('linux/arm64')
  const twice = first === undefined ? [] : [first, first]
  const names = selectPlatforms(twice, [], 'linux').selected.map(({ name }) => name)
  expect(new Set(names).size).toBe(2)
})
