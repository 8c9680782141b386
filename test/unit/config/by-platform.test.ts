import { describe, expect, it } from 'vitest'
import { readByPlatform } from '../../../src/config/by-platform.ts'

const arm64 = { os: 'linux', architecture: 'arm64' }

describe('values by platform', () => {
  it('are for the rest where no platform stands before them', () => {
    expect(readByPlatform('desktop-linux')).toEqual({ rest: 'desktop-linux', platforms: [] })
    expect(readByPlatform(['linux/arm64/v8=node', 'desktop-linux'])).toEqual({
      rest: 'desktop-linux',
      platforms: [{ platform: arm64, value: 'node' }],
    })
  })

  it.each(['tcp://10.0.0.5:2376', 'ssh://me@node', '/run/a=b/docker.sock', 'unix:///run/a=b.sock', '~/a=b.sock'])(
    'may be the address %s',
    (address) => {
      expect(readByPlatform(address)).toEqual({ rest: address, platforms: [] })
      expect(readByPlatform(`linux/arm64=${address}`)).toEqual({ platforms: [{ platform: arm64, value: address }] })
    },
  )

  it('are given once', () => {
    expect(readByPlatform(['linux/arm64=a', 'linux/arm64/v8=a', 'b', 'b']).platforms).toHaveLength(1)
    expect(() => readByPlatform(['linux/arm64=a', 'linux/arm64/v8=b'])).toThrow('"linux/arm64/v8=b" is not possible')
    expect(() => readByPlatform(['a', 'b'])).toThrow('"b" is not possible beside a')
    expect(() => readByPlatform('linux/arm64=')).toThrow('is not a value for a platform')
    expect(() => readByPlatform('linux/nonsense/v9/x=a')).toThrow('platform')
  })
})
