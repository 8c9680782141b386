import { describe, expect, test } from 'vitest'
import { endingOf, mayBeEmulation } from '../../../src/run/ending.ts'
import type { Outcome } from '../../../src/run/observation.ts'
import { emulated, native, observation } from './observations.ts'

const exited = (exitCode: number): Outcome => ({ kind: 'exited', exitCode, afterMs: 1 })

describe('an ending', () => {
  test('is the same for a signal that the emulator told of and for the exit code that stands for it', () => {
    expect(endingOf({ kind: 'crashed', signal: 11, afterMs: 1 })).toEqual(endingOf(exited(139)))
  })

  test('differs between exit codes', () => {
    expect(endingOf(exited(1))?.key).not.toBe(endingOf(exited(2))?.key)
  })

  test('is in words', () => {
    expect(endingOf(exited(139))?.words).toBe('is ended by SIGSEGV')
    expect(endingOf(exited(3))?.words).toBe('ends with exit code 3')
  })
})

describe('emulation may be the cause', () => {
  test('of a death under it', () => {
    expect(mayBeEmulation(observation({ execution: emulated, outcome: exited(1) }))).toBe(true)
  })

  test('of nothing that runs natively', () => {
    expect(mayBeEmulation(observation({ execution: native, outcome: exited(139) }))).toBe(false)
  })

  test('of no application that is well', () => {
    expect(mayBeEmulation(observation({ execution: emulated, outcome: { kind: 'well', how: 'it answered' } }))).toBe(
      false,
    )
  })

  test('neither of a limit nor of a file that cannot be executed', () => {
    expect(
      mayBeEmulation(
        observation({ execution: emulated, outcome: { kind: 'exited', exitCode: 137, shortOf: 'memory', afterMs: 1 } }),
      ),
    ).toBe(false)
    expect(mayBeEmulation(observation({ execution: emulated, outcome: { kind: 'refused', message: 'x' } }))).toBe(false)
  })
})
