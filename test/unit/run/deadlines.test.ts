import { expect, test } from 'vitest'
import type { Target } from '../../../src/plan/target.ts'
import { createDeadlines } from '../../../src/run/deadlines.ts'
import { emulated, native, observation } from './observations.ts'

const target = (platform: string, execution = emulated): Target =>
  observation({ platform, execution, outcome: { kind: 'well', how: 'stayed up 1 s' } }).target

const i386 = target('linux/386', native)
const amd64 = target('linux/amd64', native)
const arm64 = target('linux/arm64')

function deadlines(targets: readonly Target[]) {
  let slowdown: number | undefined
  const of = createDeadlines({
    targets,
    hostArchitectureOf: () => 'amd64',
    askedMs: () => undefined,
    slowdownOf: () => slowdown,
  })
  return { ...of, calibrate: (factor: number) => (slowdown = factor) }
}

test('what a native platform took moves the deadlines of those that still wait', () => {
  const { of, tell } = deadlines([i386, amd64, arm64])
  expect(of(arm64)).toMatchObject({ timeoutMs: 240_000 })
  tell(amd64, 15_000)
  expect(of(arm64)).toMatchObject({ timeoutMs: 300_000, reason: expect.stringContaining('linux/amd64') })
  expect(of(amd64)).toMatchObject({ timeoutMs: 60_000 })
})

test("the host's own platform is the one to compare with", () => {
  const { of, tell, native: reference } = deadlines([i386, amd64, arm64])
  tell(i386, 9000)
  tell(arm64, 9000)
  expect(reference()).toBeUndefined()
  expect(of(arm64)).toMatchObject({ timeoutMs: 240_000 })
})

test('another native platform serves where that is not in the index', () => {
  const { tell, native: reference } = deadlines([i386, arm64])
  tell(i386, 9000)
  expect(reference()).toEqual({ platform: 'linux/386', readyMs: 9000 })
})

test('a calibration counts as soon as it is known, until a native platform has started', () => {
  const { of, tell, calibrate } = deadlines([amd64, arm64])
  calibrate(5)
  expect(of(arm64)).toMatchObject({ timeoutMs: 300_000 })
  tell(amd64, 20_000)
  expect(of(arm64)).toMatchObject({ timeoutMs: 400_000 })
})
