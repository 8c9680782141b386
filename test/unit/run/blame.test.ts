import { describe, expect, test } from 'vitest'
import type { Engine } from '../../../src/engine/engine.ts'
import type { StartedDependencies } from '../../../src/engine/compose.ts'
import { HarnessError } from '../../../src/errors.ts'
import { createFinding } from '../../../src/report/finding.ts'
import { blameSteps } from '../../../src/report/blame.ts'
import { findBlame } from '../../../src/run/blame.ts'
import type { BlameOptions } from '../../../src/run/blame-case.ts'
import type { NativePlace } from '../../../src/run/native-place.ts'
import type { Outcome } from '../../../src/run/observation.ts'
import type { TargetRunOptions } from '../../../src/run/target-run.ts'
import { emulated, native, observation, type Seen } from './observations.ts'
import { caseOf, engineOf, runOf } from './target-runs.ts'

const exited = (exitCode: number): Outcome => ({ kind: 'exited', exitCode, afterMs: 5 })
const expectation = { kind: 'exit', exitCode: 0, log: [] } as const
/** Another engine, on hardware of the platform; the image is there. */
function placeOn(engine: Engine): NativePlace {
  const supply = { pull: async () => undefined, release: async () => undefined }
  return { engine, execution: native, supply }
}

const ends = (exitCode: number) => ({ exitCode, lines: [] })

async function search(
  seen: Partial<Seen>,
  engine = engineOf(),
  options: Partial<BlameOptions> = {},
  beside: Pick<TargetRunOptions, 'startDependencies'> = {},
) {
  const own = observation({ execution: emulated, expectation, outcome: exited(3), ...seen })
  const run = { ...runOf(own.target, engine), ...beside }
  const steps = await findBlame(own, run, caseOf(own, run, options).options)
  return steps.map(({ step, result }) => `${step} ${result}`)
}

describe('the search for a cause', () => {
  test('goes through its steps in their order', async () => {
    const engine = engineOf(ends(3), ends(3))
    const elsewhere = engineOf(ends(0))
    const steps = await search({}, engine, { nativePlaceOf: async () => placeOn(elsewhere) })
    expect(steps.map((step) => step.split(' ')[0])).toEqual(blameSteps)
    expect(steps).toContain('attempts same')
    expect(steps.at(-1)).toBe('native-engine works')
    expect(engine.left.size + elsewhere.left.size).toBe(0)
  })

  test('asks an engine that runs it natively, which may see it die there too', async () => {
    const nativePlaceOf = async () => placeOn(engineOf(ends(3)))
    expect(await search({}, engineOf(ends(3), ends(3)), { nativePlaceOf })).toContain('native-engine same')
    const elsewhere = async () => placeOn(engineOf(ends(4)))
    expect(await search({}, engineOf(ends(3), ends(3)), { nativePlaceOf: elsewhere })).toContain(
      'native-engine differs',
    )
    const none = async () => Promise.reject(new Error('the engine went away'))
    expect(await search({}, engineOf(ends(3), ends(3)), { nativePlaceOf: none })).toHaveLength(7)
  })

  test('starts the services it needs on that engine, and gets no answer where they do not come up', async () => {
    const elsewhere = engineOf(ends(0))
    const started: Engine[] = []
    const startDependencies = async (engine: Engine): Promise<StartedDependencies> => {
      started.push(engine)
      return { network: 'beside', alias: 'app', volumes: [], remove: async () => void started.pop() }
    }
    const nativePlaceOf = async () => placeOn(elsewhere)
    const beside = { startDependencies }
    expect(await search({}, engineOf(ends(3), ends(3)), { nativePlaceOf }, beside)).toContain('native-engine works')
    expect(started).toEqual([])
    const onlyHere = async (engine: Engine): Promise<StartedDependencies> => {
      if (engine === elsewhere) throw new HarnessError('dependency-failed', 'db does not come up')
      return startDependencies(engine)
    }
    const steps = await search({}, engineOf(ends(3), ends(3)), { nativePlaceOf }, { startDependencies: onlyHere })
    expect(steps).toContain('native-engine not-done')
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
