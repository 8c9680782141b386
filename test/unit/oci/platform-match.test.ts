import { describe, expect, it } from 'vitest'
import { formatDeclaredPlatform, formatPlatform, parseDeclaredPlatform } from '../../../src/oci/platform.ts'
import { bestMatch, canExecute, platformVector } from '../../../src/oci/platform-match.ts'
import { bestRows, executesRows, vectorRows } from './platform-match-rows.ts'

const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '')

describe('platformVector', () => {
  it.each(vectorRows)('%s takes %s', (host, vector) => {
    expect(platformVector(parseDeclaredPlatform(host)).map(formatPlatform)).toEqual(words(vector))
  })

  it('stays short for a variant that is a large number', () => {
    expect(platformVector({ os: 'linux', architecture: 'amd64', variant: 'v999999999' })).toHaveLength(2)
    expect(platformVector({ os: 'linux', architecture: 'arm', variant: '999999999' })).toHaveLength(1)
  })
})

describe('canExecute', () => {
  const pairs = executesRows.flatMap(([host, executes, refuses]) => [
    ...words(executes).map((platform) => ({ host, platform, expected: true })),
    ...words(refuses).map((platform) => ({ host, platform, expected: false })),
  ])

  it.each(pairs)('$host executes $platform: $expected', ({ host, platform, expected }) => {
    expect(canExecute(parseDeclaredPlatform(host), parseDeclaredPlatform(platform))).toBe(expected)
  })
})

describe('bestMatch', () => {
  it.each(bestRows)('of [%s] for %s takes %s', (index, wanted, picked) => {
    const platforms = words(index).map((text) => (text === '-' ? undefined : parseDeclaredPlatform(text)))
    const position = bestMatch(platforms, parseDeclaredPlatform(wanted))
    const found = position === undefined ? undefined : platforms[position]
    expect(found && formatDeclaredPlatform(found)).toBe(picked)
  })

  it('takes the first of two that are the same', () => {
    const platforms = ['linux/s390x', 'linux/arm64/v8', 'linux/arm64', 'linux/arm64'].map(parseDeclaredPlatform)
    expect(bestMatch(platforms, parseDeclaredPlatform('linux/arm64'))).toBe(1)
  })

  it('takes something exactly when the wanted platform executes one of them', () => {
    const texts = ['linux/amd64', 'linux/386', 'linux/arm/v6', 'linux/arm64/v9', 'windows/amd64', 'linux/amd64/v3']
    const platforms = texts.map(parseDeclaredPlatform)
    for (const wanted of platforms)
      for (const platform of platforms) expect(bestMatch([platform], wanted) === 0).toBe(canExecute(wanted, platform))
  })
})
