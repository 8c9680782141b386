import { expect, test } from 'vitest'
import { createStartReport } from '../../../src/run/start-report.ts'
import { emulated, native, observation } from './observations.ts'

const amd64 = { platform: 'linux/amd64', readyMs: 200 }
const deadline = { timeoutMs: 120_000, limitMs: 600_000, reason: '20 × the 0.20 s that linux/amd64 took' }

test('a start under emulation is compared with the native one', () => {
  const seen = observation({
    execution: emulated,
    deadline,
    outcome: { kind: 'well', how: '200 on /', readyMs: 2123.4 },
  })
  expect(createStartReport(seen, amd64)).toEqual({
    readyMs: 2123,
    factor: 10.6,
    comparedTo: 'linux/amd64',
    timeoutMs: 120_000,
    timeoutReason: '20 × the 0.20 s that linux/amd64 took',
  })
})

test('a native start is compared with nothing, nor is one that never came', () => {
  const well = observation({ execution: native, outcome: { kind: 'well', how: '200 on /', readyMs: 200 } })
  expect(createStartReport(well, amd64)).not.toHaveProperty('factor')
  const late = {
    kind: 'timed-out',
    answer: { kind: 'none', reason: '' },
    listening: [],
    silentMs: 0,
    newslessMs: 0,
    stall: {},
    afterMs: 9,
  } as const
  expect(createStartReport(observation({ execution: emulated, outcome: late }), amd64)).not.toHaveProperty('factor')
})

test('where nothing is waited for there is no start to tell of', () => {
  const staying = observation({ expectation: { kind: 'stay' }, outcome: { kind: 'well', how: 'stayed up 1 s' } })
  const refused = observation({ outcome: { kind: 'refused', message: 'exec format error' } })
  expect([createStartReport(staying, amd64), createStartReport(refused, amd64)]).toEqual([undefined, undefined])
})
