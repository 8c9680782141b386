import { describe, expect, it } from 'vitest'
import { readWaivers } from '../../../src/config/waivers.ts'
import { HarnessError } from '../../../src/errors.ts'

const reason = 'known'

describe('waivers of a configuration file', () => {
  it('are read with their platform as the report spells it', () => {
    const raw = [
      { code: 'rootfs/foreign-binary', platform: 'linux/aarch64', path: '/opt/**', reason, expires: '2027-01-31' },
      { code: 'parity/env', reason: ' why not ', platform: undefined },
    ]
    expect(readWaivers(raw)).toEqual([
      { code: 'rootfs/foreign-binary', platform: 'linux/arm64', path: '/opt/**', reason, expires: '2027-01-31' },
      { code: 'parity/env', reason: 'why not' },
    ])
  })

  it('may give their last day as a date', () => {
    const expires = new Date('2027-01-31T12:00:00Z')
    expect(readWaivers([{ code: 'parity/env', reason, expires }])).toMatchObject([{ expires: '2027-01-31' }])
  })

  it.each<[string, unknown, RegExp]>([
    ['no list', { code: 'parity/env', reason }, /an object is not a list of waivers/],
    ['no object', ['parity/env'], /waiver 1: .* is not a waiver/],
    ['no reason', [{ code: 'parity/env' }], /waiver 1: it gives no reason/],
    ['an empty reason', [{ code: 'parity/env', reason: ' ' }], /waiver 1: it gives no reason/],
    ['no code', [{ reason }], /waiver 1/],
    ['a code nobody has', [{ code: 'parity/envs', reason }], /waiver 1: "parity\/envs" is not a finding code/],
    ['a waiver of a waiver', [{ code: 'waiver/unused', reason }], /is not a finding that can be waived/],
    ['a key nobody has', [{ code: 'parity/env', reason, platforms: 'x' }], /there is no "platforms" in a waiver/],
    ['a day that is none', [{ code: 'parity/env', reason, expires: '2027-02-30' }], /"2027-02-30" is not a day/],
    ['a day spelt otherwise', [{ code: 'parity/env', reason, expires: '31.1.2027' }], /is not a day/],
    ['the second of two', [{ code: 'parity/env', reason }, { code: 'parity/env' }], /waiver 2/],
  ])('are refused with %s', (_, raw, message) => {
    expect(() => readWaivers(raw)).toThrow(message)
    expect(() => readWaivers(raw)).toThrow(HarnessError)
  })

  it('suggest the code that was meant', () => {
    expect(() => readWaivers([{ code: 'parity/envs', reason }])).toThrow(
      expect.objectContaining({ hint: 'did you mean parity/env?' }),
    )
  })
})
