import { expect, test } from 'vitest'
import { joinChecked, listTwice, readTimes } from '../../../src/run/own-benches.ts'
import type { OwnTest } from '../../../src/run/own-test.ts'

function own(name: string, changes: Partial<OwnTest> = {}): OwnTest {
  return { file: 'a.bench.ts', test: name, status: 'passed', durationMs: 1, messages: [], ...changes }
}

test('a bench is named after its test, once where both have the same name', () => {
  const benches = [{ name: 'page', medianMs: 2 }]
  const times = readTimes([own('page', { benches }), own('other', { benches })])
  expect([...times]).toEqual([
    ['bench page', [2]],
    ['bench other: page', [2]],
  ])
})

test('a test that failed has no times, whatever its benches did before', () => {
  expect(readTimes([own('page', { status: 'failed', benches: [{ name: 'one', medianMs: 2 }] })]).size).toBe(0)
})

test('what failed in one round has failed, and what did not come to its end is told', () => {
  const failed = own('page', { status: 'failed', messages: ['no'] })
  const before = { tests: [failed, own('other')], unfinished: new Map() }
  const now = {
    tests: [own('page'), own('other'), own('new')],
    unfinished: new Map([['b.bench.ts', 'it did not run']]),
    death: { exitCode: 3, isSignal: false },
  }
  expect(joinChecked(before, now)).toEqual({ ...now, tests: [failed, own('other'), own('new')] })
  expect(joinChecked(now, { ...before, tests: [failed] })).toMatchObject({
    death: { exitCode: 3 },
    tests: [failed, {}, {}],
  })
})

test('two benches of one name are told, and the first of them is the measure', () => {
  const tests = [1, 2].map((medianMs) =>
    own('page', { file: `${medianMs}.bench.ts`, benches: [{ name: 'one', medianMs }] }),
  )
  expect([...readTimes(tests)]).toEqual([['bench page: one', [1]]])
  expect(listTwice(tests)).toEqual([['2.bench.ts', expect.stringContaining('bench page: one is measured twice')]])
  expect(listTwice(tests.slice(1))).toEqual([])
})
