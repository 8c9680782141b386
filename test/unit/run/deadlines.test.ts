import { expect, test } from 'vitest'
import type { Target } from '../../../src/plan/target.ts'
import { createDeadlines } from '../../../src/run/deadlines.ts'
import { emulated, native, observation } from './observations.ts'

const target = (platform: string, execution = emulated): Target =>
  observation({ platform, execution, outcome: { kind: 'well', how: 'stayed up 1 s' } }).target

const i386 = target('linux/386', native)
const amd64 = target('linux/amd64', native)
const arm64 = target('linux/arm64')

function deadlines(engineOf: (target: Target) => unknown = () => 'default') {
  let slowdown: number | undefined
  let crowding = 1
  const of = createDeadlines({
    engineOf,
    hostArchitectureOf: () => 'amd64',
    askedMs: () => undefined,
    slowdownOf: () => slowdown,
    crowdingOf: () => crowding,
  })
  return { ...of, calibrate: (factor: number) => (slowdown = factor), crowd: (factor: number) => (crowding = factor) }
}

test('what a native platform took moves the deadlines of those that still wait', () => {
  const { of, tell } = deadlines()
  expect(of(arm64)).toMatchObject({ timeoutMs: 240_000 })
  tell(amd64, 15_000)
  expect(of(arm64)).toMatchObject({ timeoutMs: 300_000, reason: expect.stringContaining('linux/amd64') })
  expect(of(amd64)).toMatchObject({ timeoutMs: 60_000 })
})

test("the host's own platform is the one to compare with, whichever came first", () => {
  const { tell, nativeOf } = deadlines()
  const own = { platform: 'linux/amd64', readyMs: 8000 }
  tell(i386, 9000)
  expect(nativeOf(arm64)).toEqual({ platform: 'linux/386', readyMs: 9000 })
  tell(amd64, 8000)
  expect(nativeOf(arm64)).toEqual(own)
  tell(i386, 7000)
  expect(nativeOf(arm64)).toEqual(own)
})

test('nothing is compared with a start under emulation', () => {
  const { tell, nativeOf } = deadlines()
  tell(arm64, 9000)
  expect(nativeOf(arm64)).toBeUndefined()
})

test('what another engine took says how long to wait, and nothing to compare with', () => {
  const { of, tell, nativeOf } = deadlines(({ platform }) => platform.architecture)
  tell(amd64, 15_000)
  expect(of(arm64)).toMatchObject({ timeoutMs: 300_000 })
  expect(nativeOf(arm64)).toBeUndefined()
})

test('a calibration counts as soon as it is known, until a native platform has started', () => {
  const { of, tell, calibrate } = deadlines()
  calibrate(5)
  expect(of(arm64)).toMatchObject({ timeoutMs: 300_000 })
  tell(amd64, 20_000)
  expect(of(arm64)).toMatchObject({ timeoutMs: 400_000 })
})

test('a host that gets busy gives more time to what is not measured yet', () => {
  const { of, tell, crowd } = deadlines()
  crowd(2.5)
  expect([of(amd64), of(arm64)]).toMatchObject([{ timeoutMs: 150_000 }, { timeoutMs: 600_000 }])
  tell(amd64, 15_000)
  expect(of(arm64)).toMatchObject({ timeoutMs: 300_000 })
})
