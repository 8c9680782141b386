import { describe, expect, it } from 'vitest'
import { namePlatforms } from '../../../src/build/name-platforms.ts'
import { noBuildWishes, type BuildWishes } from '../../../src/config/build-wishes.ts'

const wishes: BuildWishes = {
  ...noBuildWishes,
  source: { kind: 'context', context: '.' },
  buildArgs: ['A=1'],
}
const one = { platforms: ['linux/arm64'], staging: { way: 'relay' }, env: {} } as const

describe('the names of the steps of a build', () => {
  it('hold their platform where one platform is built, and its image is an index anyhow', () => {
    const named = { ...wishes, buildArgs: ['A=1', 'BUILDKIT_MULTI_PLATFORM=1'] }
    expect(namePlatforms(wishes, one)).toEqual(named)
    expect(namePlatforms({ ...wishes, provenance: 'mode=max' }, one).buildArgs).toEqual(named.buildArgs)
    expect(namePlatforms(wishes, { ...one, env: { BUILDX_NO_DEFAULT_ATTESTATIONS: '0' } })).toEqual(named)
  })

  it.for([
    { why: 'several platforms name themselves', options: { platforms: ['linux/amd64', 'linux/arm64'] } },
    { why: 'a classic store holds no index', options: { staging: { way: 'engine' } } },
    { why: 'nothing is attested', change: { provenance: 'false' } },
    { why: 'nothing is attested by default', options: { env: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' } } },
    { why: 'words for buildx say what is attested', change: { buildxArgs: ['--provenance=false'] } },
    { why: 'the user said so already', change: { buildArgs: ['BUILDKIT_MULTI_PLATFORM=0'] } },
    { why: 'a bake file has its own', change: { source: { kind: 'bake', files: [], targets: [] } } },
  ] as const)('are left as they are where $why', ({ options = {}, change = {} }) => {
    const asked: BuildWishes = { ...wishes, ...change }
    expect(namePlatforms(asked, { ...one, ...options })).toBe(asked)
  })
})
