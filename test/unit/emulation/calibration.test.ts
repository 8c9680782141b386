import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCalibrations } from '../../../src/emulation/calibrations.ts'
import { readCalibrations } from '../../../src/emulation/calibration-times.ts'
import type { Execution } from '../../../src/emulation/execution.ts'
import type { EngineInfo } from '../../../src/engine/engine.ts'
import { recordedEngine } from './recorded-engine.ts'

/** What a chain prints: three counts for each program, each so many microseconds after the one before. */
function chain(...programs: readonly (readonly [name: string, ...durationsUs: readonly number[]])[]): string[] {
  let ns = 5_000_000
  return programs.flatMap(([name, ...durations]) =>
    ['spawned', 'computed', 'called'].map((phase, index) => {
      ns += (durations[index] ?? 0) * 1000
      return `${name} ${phase} ${ns} 12 3`
    }),
  )
}

const host = ['amd64', 100, 1000, 400] as const
const lines = chain(
  ['first', 9, 9, 9],
  host,
  ['amd64', 90, 1100, 300],
  ['amd64', 900, 1000, 400],
  ['arm64', 5000, 6000, 800],
)

describe('the times a chain of programs printed', () => {
  test("are each architecture's, the first program left out and the median of several taken", () => {
    const own = { spawnUs: 100, cpuUs: 1000, systemCallsUs: 400 }
    expect(readCalibrations(lines, 'amd64')).toEqual(
      new Map([
        ['amd64', { own, host: own }],
        ['arm64', { own: { spawnUs: 5000, cpuUs: 6000, systemCallsUs: 800 }, host: own }],
      ]),
    )
  })

  test('say nothing of a program that did not come to its end', () => {
    expect([...readCalibrations(lines.slice(0, -1), 'amd64').keys()]).toEqual(['amd64'])
  })

  test.each<readonly [string, readonly string[]]>([
    ['of the host itself are missing', chain(['first', 1, 1, 1], ['arm64', 5, 5, 5])],
    [
      'are all zero',
      ['first', 'amd64', 'arm64'].flatMap((name) => [`${name} spawned 0 0 1`, `${name} computed 0 0 1`]),
    ],
    ['are no times', ['amd64 spawned', 'amd64 computed lots', '']],
  ])('say nothing at all where they %s', (_, said) => {
    expect(readCalibrations(said, 'amd64').size).toBe(0)
  })
})

describe('calibrations of an engine', () => {
  const arm64: Execution = { kind: 'emulated', emulator: { name: 'qemu-aarch64', version: '7.2.22' }, proof: '' }
  let cacheDir: string

  beforeEach(() => {
    cacheDir = mkdtempSync(join(tmpdir(), 'everyarch-calibration-'))
  })
  afterEach(() => rmSync(cacheDir, { recursive: true }))

  async function calibrate(execution = arm64, needed = ['arm64'], info: Partial<EngineInfo> = {}) {
    const engine = recordedEngine({ isLocal: true, architecture: 'amd64', ...info }, () => ({ lines }))
    const executions = new Map([['arm64', execution]])
    const calibrations = openCalibrations(engine, { executions, needed, labels: {}, cacheDir })
    await calibrations.done
    return { containers: engine.requests.length, left: engine.left.size, cpuUs: calibrations.of('arm64')?.own.cpuUs }
  }

  test('are measured in one container when they are needed, and then known', async () => {
    expect(await calibrate()).toEqual({ containers: 1, left: 0, cpuUs: 6000 })
    expect(await calibrate()).toEqual({ containers: 0, left: 0, cpuUs: 6000 })
  })

  test('are not measured when they are not needed', async () => {
    expect(await calibrate(arm64, [])).toEqual({ containers: 0, left: 0, cpuUs: undefined })
    await calibrate()
    expect(await calibrate(arm64, [])).toMatchObject({ containers: 0, cpuUs: 6000 })
  })

  test.each<readonly [string, Execution, Partial<EngineInfo>]>([
    ['another emulator', { ...arm64, emulator: { name: 'qemu-aarch64', version: '11.1.0' } }, {}],
    ['another kernel', arm64, { kernelVersion: '7.0' }],
    ['another engine', arm64, { id: 'another' }],
  ])('are measured anew for %s', async (_, execution, info) => {
    await calibrate()
    expect(await calibrate(execution, ['arm64'], info)).toMatchObject({ containers: 1 })
  })

  test('are unknown, and no error, where the engine cannot run the programs', async () => {
    const engine = recordedEngine({ architecture: 'amd64' }, () => ({ refused: 'exec format error' }))
    const executions = new Map([['arm64', arm64]])
    const calibrations = openCalibrations(engine, { executions, needed: ['arm64'], labels: {} })
    await calibrations.done
    expect(calibrations.of('arm64')).toBeUndefined()
    expect(engine.left.size).toBe(0)
  })
})
