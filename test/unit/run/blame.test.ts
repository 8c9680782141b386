import { describe, expect, test } from 'vitest'
import { createFinding } from '../../../src/report/finding.ts'
import { blameSteps } from '../../../src/report/blame.ts'
import { findBlame } from '../../../src/run/blame.ts'
import type { BlameOptions } from '../../../src/run/blame-case.ts'
import type { Outcome } from '../../../src/run/observation.ts'
import { emulated, native, observation, type Seen } from './observations.ts'
import { caseOf, engineOf, runOf } from './target-runs.ts'

const exited = (exitCode: number): Outcome => ({ kind: 'exited', exitCode, afterMs: 5 })
const expectation = { kind: 'exit', exitCode: 0, log: [] } as const
const ends = (exitCode: number) => ({ exitCode, lines: [] })

async function search(seen: Partial<Seen>, engine = engineOf(), options: Partial<BlameOptions> = {}) {
  const own = observation({ execution: emulated, expectation, outcome: exited(3), ...seen })
  const run = runOf(own.target, engine)
  const steps = await findBlame(own, run, caseOf(own, run, options).options)
  return steps.map(({ step, result }) => `${step} ${result}`)
}

describe('the search for a cause', () => {
  test('goes through its steps in their order', async () => {
    const runNatively: BlameOptions['runNatively'] = async () => {
      return { step: 'native-engine', result: 'works', says: 'on its own hardware it does what is expected' }
    }
    const engine = engineOf(ends(3), ends(3))
    const steps = await search({}, engine, { runNatively })
    expect(steps.map((step) => step.split(' ')[0])).toEqual(blameSteps)
    expect(steps).toContain('attempts same')
    expect(engine.left.size).toBe(0)
  })

  test('ends with what explains the death, and runs nothing then', async () => {
    const filesOf = async () => [createFinding('rootfs/variant-too-new', 'needs ARMv7')]
    expect(await search({}, engineOf(), { filesOf })).toEqual(['files explains'])
    const natives = async () => [observation({ execution: native, outcome: exited(3) })]
    expect(await search({}, engineOf(), { natives })).toEqual([
      'files clear',
      'control clear',
      'native-platform explains',
    ])
  })

  test('is not begun for what runs natively, or is well', async () => {
    expect(await search({ execution: native })).toEqual([])
    expect(await search({ outcome: { kind: 'well', how: 'it answered' } })).toEqual([])
  })

  test('is not begun where the handler is known to lack what the program misses', async () => {
    const log = ['sudo: effective uid is not 0, is /usr/bin/sudo on a file system with the nosuid option set?']
    expect(await search({ log, withoutSetUserId: 'the handler lacks flag C' })).toEqual([])
  })

  test('of what hangs tries nothing that would take as long again', async () => {
    const answer = { kind: 'none', reason: 'x' } as const
    const hung = {
      kind: 'timed-out',
      answer,
      listening: [],
      silentMs: 1,
      newslessMs: 1,
      afterMs: 1,
      stall: {},
    } as const
    expect(await search({ outcome: hung })).toEqual([
      'files clear',
      'control clear',
      'native-platform not-done',
      'attempts not-done',
      'second-emulator not-done',
      'cpu not-done',
      'signature clear',
    ])
  })
})
