import { describe, expect, it } from 'vitest'
import { closestWord } from '../../../src/oci/closest-word.ts'
import { formatDeclaredPlatform, parseDeclaredPlatform, type Platform } from '../../../src/oci/platform.ts'
import { checkPlatform } from '../../../src/oci/platform-check.ts'
import { rightRows, wrongRows } from './platform-check-rows.ts'

describe('checkPlatform', () => {
  it.each(rightRows)('has nothing against %s', (declared) => {
    expect(checkPlatform(parseDeclaredPlatform(declared))).toBeUndefined()
  })

  it.each(wrongRows)('%s: %s', (declared, message, meant) => {
    const problem = checkPlatform(parseDeclaredPlatform(declared))
    expect(problem?.message).toBe(message)
    expect(problem?.suggestion && formatDeclaredPlatform(problem.suggestion)).toBe(meant)
  })

  const oddRows: readonly (readonly [Platform, string, string | undefined])[] = [
    [{ os: '', architecture: '' }, 'it names no operating system', undefined],
    [{ os: '', architecture: 'amd64' }, 'it names no operating system', 'linux/amd64'],
    [{ os: 'linux', architecture: '' }, 'it names no architecture', undefined],
    [{ os: 'linux', architecture: 'arm/v7' }, 'there is no architecture "arm/v7"', 'linux/arm/v7'],
    [{ os: 'linux/arm64', architecture: '' }, 'it names no architecture', undefined],
    [{ os: 'linux', architecture: 'amd\u001b[31m' }, 'there is no architecture "amd\\u001b[31m"', undefined],
    [{ os: 'linux', architecture: '__proto__' }, 'there is no architecture "__proto__"', undefined],
    [{ os: 'constructor', architecture: 'amd64' }, 'there is no operating system "constructor"', undefined],
  ]
  it.each(oddRows)('%j: %s', (platform, message, meant) => {
    const problem = checkPlatform(platform)
    expect(problem?.message).toBe(message)
    expect(problem?.suggestion && formatDeclaredPlatform(problem.suggestion)).toBe(meant)
  })

  it('has nothing against an empty variant', () => {
    expect(checkPlatform({ os: 'linux', architecture: 'amd64', variant: '' })).toBeUndefined()
  })

  it('suggests only platforms it has nothing against', () => {
    for (const [declared] of wrongRows) {
      const suggestion = checkPlatform(parseDeclaredPlatform(declared))?.suggestion
      if (suggestion !== undefined) expect(checkPlatform(suggestion)).toBeUndefined()
    }
  })

  it('keeps its message short, and does not compare names that are very long', () => {
    const problem = checkPlatform({ os: 'linux', architecture: 'a'.repeat(10_000_000) })
    expect(problem?.message.length).toBeLessThan(200)
    expect(problem?.suggestion).toBeUndefined()
  })
})

describe('closestWord', () => {
  it.each([
    ['amd46', ['arm64', 'amd64'], 'amd64'],
    ['plaform', ['platform', 'require'], 'platform'],
    ['platfrom', ['platform'], 'platform'],
    ['jbs', ['jobs'], 'jobs'],
    ['abx', ['ab'], 'ab'],
    ['abxy', ['a'], undefined],
    ['abc', ['xyz'], undefined],
    ['ab', ['cd'], undefined],
    ['', ['a'], 'a'],
    ['', ['ab'], undefined],
    ['same', ['some', 'same'], 'same'],
    ['x', [], undefined],
  ])('of %j in %j is %j', (word, candidates, closest) => {
    expect(closestWord(word, candidates)).toBe(closest)
  })
})
