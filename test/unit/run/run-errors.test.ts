import { describe, expect, it } from 'vitest'
import { HarnessError, type ErrorCode } from '../../../src/errors.ts'
import type { Observation } from '../../../src/run/observation.ts'
import { listRunErrors } from '../../../src/run/run-errors.ts'
import { observation } from './observations.ts'

const platforms = ['linux/amd64', 'linux/386', 'linux/arm64', 'linux/arm/v7', 'linux/arm/v6', 'linux/riscv64']

function unproven(platform: string, code: ErrorCode, message: string): Observation {
  return observation({ platform, outcome: { kind: 'unproven', error: new HarnessError(code, message) } })
}

describe('the errors of a run', () => {
  it('are none where every application was seen', () => {
    expect(listRunErrors([observation({ outcome: { kind: 'well', how: 'stayed up 1 s' } })])).toEqual([])
  })

  it('name the platform they befell', () => {
    const errors = listRunErrors([
      unproven('linux/arm64', 'pull-failed', 'no route'),
      unproven('linux/386', 'disk-full', 'full'),
    ])
    expect(errors).toMatchObject([
      { code: 'pull-failed', message: 'linux/arm64: no route' },
      { code: 'disk-full', message: 'linux/386: full' },
    ])
  })

  it('that befell several platforms, each with its digest and name, are told once', () => {
    const digest = (platform: string): string => `sha256:${platform.length.toString(16).padStart(64, 'a')}`
    const all = platforms.map((name) =>
      unproven(name, 'pull-failed', `could not pull app@${digest(name)} for ${name}: EOF`),
    )
    expect(listRunErrors(all.slice(0, 2))).toMatchObject([
      { message: `linux/amd64, linux/386: could not pull app@${digest('linux/amd64')} for linux/amd64: EOF` },
    ])
    expect(listRunErrors(all)).toMatchObject([
      { message: expect.stringMatching(/^linux\/amd64, linux\/386, linux\/arm64, linux\/arm\/v7 and 2 more: could/) },
    ])
  })

  it.each(['interrupted', 'deadline-exceeded', 'engine-absent', 'engine-denied'] as const)(
    'of all platforms are told once, whatever each says: %s',
    (code) => {
      const errors = listRunErrors(platforms.map((name) => unproven(name, code, `what ${name} was doing`)))
      expect(errors).toMatchObject([{ code, message: 'what linux/amd64 was doing' }])
    },
  )

  it('tell of a container that is left, and how it is removed', () => {
    const removal = [new HarnessError('engine-failed', 'device busy', { hint: 'restart it' })]
    expect(
      listRunErrors([{ ...observation({ outcome: { kind: 'well', how: 'stayed up 1 s' } }), removal }]),
    ).toMatchObject([
      { code: 'engine-failed', message: 'linux/amd64: device busy', hint: expect.stringContaining('everyarch clean') },
    ])
  })
})
