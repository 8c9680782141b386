import { expect, test } from 'vitest'
import type { ThreadSignals } from '../../../src/engine/engine.ts'
import { deadlySignal, parseThreadSignals } from '../../../src/emulation/dead-guest.ts'

function thread(blocked: string, caught: string, ignored = '0'): ThreadSignals {
  return { blocked: BigInt(`0x${blocked}`), caught: BigInt(`0x${caught}`), ignored: BigInt(`0x${ignored}`) }
}

const helper = thread('fffffffe7ffbfa77', 'ffffffff7780faff')

test.each([
  ['SIGSEGV', 11, thread('fffffffe7ffbfaff', 'ffffffff7780faff')],
  ['SIGILL', 4, thread('fffffffe7ffbfef7', 'ffffffff7780fef7')],
  ['SIGABRT', 6, thread('fffffffe7ffbfedf', 'ffffffff7780fedf')],
  ['SIGTERM', 15, thread('fffffffe7ffbbeff', 'ffffffff7780beff')],
])('a guest of QEMU 7.2 that waits for its death by %s is dead', (_, signal, main) => {
  expect(deadlySignal([main, helper])).toBe(signal)
  expect(deadlySignal([helper, main])).toBe(signal)
})

test.each([
  ['SIGSEGV', 11, thread('fffffffe7ffbfaff', '00000007000000dc', '2')],
  ['SIGILL', 4, thread('fffffffe7ffbfef7', '00000007000004d4', '2')],
  ['SIGABRT', 6, thread('fffffffe7ffbfedf', '00000007000004dc', '2')],
])('a guest of QEMU 11.1 that waits for its death by %s is dead', (_, signal, main) => {
  expect(deadlySignal([main])).toBe(signal)
})

test.each([
  ['runs', thread('0', 'ffffffff7780feff')],
  ['has not set up its signals yet', thread('0', '0')],
  ['waits with one signal open that it handles', thread('fffffffe7ffbfeff', 'ffffffff7780feff')],
  ['blocks all there is', thread('ffffffffffffffff', 'ffffffff7780feff')],
  ['waits for SIGCHLD only', thread('fffffffe7ffafeff', 'ffffffff7780feff')],
  ['waits to be ended by SIGTERM, under a QEMU that leaves that to the kernel', thread('fffffffe7ffbbeff', '4dc')],
  ['is no guest: it handles nothing', thread('fffffffe7ffbfaff', '0')],
])('a process that %s is not dead', (_, main) => {
  expect(deadlySignal([main])).toBeUndefined()
})

test('the signals are read from what the kernel writes of a thread', () => {
  const status =
    'Name:\tapp\nSigPnd:\t0000000000000000\nSigBlk:\tfffffffe7ffbfaff\nSigIgn:\t0000000000000002\nSigCgt:\t00000000000000dc\n'
  expect(parseThreadSignals(status)).toEqual(thread('fffffffe7ffbfaff', 'dc', '2'))
  expect(parseThreadSignals('Name:\tapp\nState:\tZ (zombie)\n')).toBeUndefined()
})
