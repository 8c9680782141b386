import { expect, test } from 'vitest'
import { deadlineFor, plannedDeadline, timeIsOverMs, type DeadlineBasis } from '../../../src/plan/timeout.ts'

const emulated = { kind: 'emulated' } as const
const took = (readyMs: number): DeadlineBasis['native'] => ({ platform: 'linux/amd64', readyMs })

test.each<readonly [string, DeadlineBasis, number, string]>([
  ['natively', { execution: { kind: 'native' } }, 60, 'the default for a native platform'],
  ['emulated, nothing known', { execution: emulated }, 240, 'the default for an emulated platform'],
  ['after a native start', { execution: emulated, native: took(12_340) }, 246.8, '20 × the 12 s that linux/amd64 took'],
  [
    'after a quick native start',
    { execution: emulated, native: took(210) },
    120,
    '20 × the 0.21 s that linux/amd64 took, but 120 s at least',
  ],
  [
    'after a slow native start',
    { execution: emulated, native: took(55_000) },
    600,
    '20 × the 55 s that linux/amd64 took, but 600 s at most',
  ],
  [
    'by a calibration',
    { execution: emulated, slowdown: 6.23 },
    373.8,
    '6.2 × the 60 s of a native platform: by calibration, its emulator computes that much slower',
  ],
  [
    'on a host with three times as much to do as it has cores',
    { execution: { kind: 'native' }, crowding: 3 },
    180,
    '3 × for a host as busy as this one, the default for a native platform',
  ],
  [
    'on a host with ten times as much to do',
    { execution: { kind: 'native' }, crowding: 10 },
    180,
    '10 × for a host as busy as this one, the default for a native platform, but 180 s at most',
  ],
  [
    'on a host as busy as a run makes it',
    { execution: { kind: 'native' }, crowding: 1.9 },
    60,
    'the default for a native platform',
  ],
  [
    'by a calibration, although a native start is known',
    { execution: emulated, slowdown: 6, native: took(10_000) },
    200,
    '20 × the 10 s that linux/amd64 took',
  ],
])('%s, a platform is given its time, and the reason', (_, basis, seconds, reason) => {
  const deadline = deadlineFor(basis)
  expect(deadline).toMatchObject({ timeoutMs: seconds * 1000, reason })
  expect(deadline.limitMs).toBeGreaterThanOrEqual(deadline.timeoutMs)
})

test('before anything has run a deadline says what it will come from, and how long it may be', () => {
  expect(plannedDeadline({ execution: emulated }, 'linux/amd64')).toMatchObject({
    timeoutMs: 600_000,
    reason: '20 × what linux/amd64 takes, from 120 s to 600 s',
  })
  expect(plannedDeadline({ execution: emulated }, undefined)).toMatchObject({ timeoutMs: 240_000 })
  expect(plannedDeadline({ execution: { kind: 'native' } }, 'linux/amd64')).toMatchObject({ timeoutMs: 60_000 })
  expect(plannedDeadline({ execution: emulated, askedMs: 9000 }, 'linux/amd64')).toMatchObject({ timeoutMs: 9000 })
})

test('what the user says is law, whatever is known and whatever the log says', () => {
  const deadline = deadlineFor({ execution: emulated, askedMs: 5000, native: took(9000), slowdown: 9 })
  expect(deadline).toMatchObject({ timeoutMs: 5000, reason: 'as asked for' })
  expect(timeIsOverMs(deadline, 4999)).toBe(5000)
})

test('news in the log extend patience, up to a limit', () => {
  const deadline = { timeoutMs: 60_000, limitMs: 180_000, reason: '' }
  expect(timeIsOverMs(deadline, undefined)).toBe(60_000)
  expect(timeIsOverMs(deadline, 10_000)).toBe(60_000)
  expect(timeIsOverMs(deadline, 59_000)).toBe(74_000)
  expect(timeIsOverMs(deadline, 179_000)).toBe(180_000)
})
