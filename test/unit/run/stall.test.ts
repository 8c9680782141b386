import { expect, test } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import type { ContainerState, ContainerUsage } from '../../../src/engine/engine.ts'
import { lookAtStall } from '../../../src/run/stall.ts'

const untold = { readWaitedMs: async () => undefined }
const limits = { memoryLimitBytes: 1000, processLimit: 100 }

function container(usages: readonly Partial<ContainerUsage>[], state: ContainerState = { running: true }) {
  const left = [...usages]
  return {
    state: async () => state,
    usage: async (): Promise<ContainerUsage> => {
      const usage = left.shift()
      if (usage === undefined) throw new HarnessError('engine-failed', 'no statistics')
      return { cpuMs: 0, memoryBytes: 0, ...limits, ...usage }
    },
  }
}

test('what it computed in a moment is told in processors', async () => {
  const before = performance.now()
  const { cores = 0 } = await lookAtStall(container([{ cpuMs: 100 }, { cpuMs: 500 }]), untold, false)
  const tookMs = performance.now() - before
  expect(cores).toBeGreaterThan(0)
  expect(cores).toBeGreaterThanOrEqual(400 / tookMs)
})

test.each<[string, Partial<ContainerUsage>, ContainerState, boolean, string | undefined]>([
  ['enough of all', { memoryBytes: 900, processes: 90 }, { running: true }, false, undefined],
  ['no memory left', { memoryBytes: 980 }, { running: true }, false, 'memory'],
  ['lost a process for want of memory', { memoryBytes: 10 }, { running: true, outOfMemory: true }, false, 'memory'],
  ['all the processes it may have', { processes: 100 }, { running: true }, false, 'processes'],
  ['been refused processes before', { processes: 3 }, { running: true }, true, 'processes'],
])('an application that has %s', async (_, usage, state, wasShort, shortOf) => {
  expect((await lookAtStall(container([{}, usage], state), untold, wasShort)).shortOf).toBe(shortOf)
})

test('where an engine tells nothing, nothing is said', async () => {
  expect(await lookAtStall(container([]), untold, false)).toEqual({})
})

test('what it waited for a processor that others had is told too', async () => {
  const waited = [10, 310]
  const view = { readWaitedMs: async () => waited.shift() }
  const before = performance.now()
  const { waitingCores = 0 } = await lookAtStall(container([{}, {}]), view, false)
  expect(waitingCores).toBeGreaterThanOrEqual(300 / (performance.now() - before))
})
