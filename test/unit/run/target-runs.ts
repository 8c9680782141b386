import type { Engine } from '../../../src/engine/engine.ts'
import { endingOf } from '../../../src/run/ending.ts'
import type { BlameOptions, Case } from '../../../src/run/blame-case.ts'
import type { Observation } from '../../../src/run/observation.ts'
import { createSlots } from '../../../src/run/slots.ts'
import type { TargetRunOptions } from '../../../src/run/target-run.ts'
import type { Target } from '../../../src/plan/target.ts'
import { recordedEngine, type Recording } from '../emulation/recorded-engine.ts'

/** An engine whose containers do what is recorded, one after another in the order they are started. */
export function engineOf(...recordings: readonly Recording[]): ReturnType<typeof recordedEngine> {
  let next = 0
  return recordedEngine({}, () => {
    const recording = recordings[next]
    next += 1
    if (recording === undefined) throw new Error(`nothing is recorded of container ${next}`)
    return recording
  })
}

/** How a target would be run on an engine. */
export function runOf(
  target: Target,
  engine: Engine = engineOf(),
  env: Readonly<Record<string, string>> = {},
): TargetRunOptions {
  const container = { labels: {}, memoryBytes: 2 ** 28, pidsLimit: 64 }
  return {
    target,
    engine,
    image: 'localhost/app@sha256:0',
    settings: {
      application: { ...container, env },
      probe: container,
      memory: { bytes: 2 ** 28, isSetByUser: false },
      processes: { count: 64, isSetByUser: false },
      publishesPorts: true,
    },
    redact: (text) => text,
    keepsFailed: false,
    keeps: async () => false,
    inspects: false,
    deadline: () => ({ timeoutMs: 5000, limitMs: 5000, reason: 'as asked for' }),
    onHealthy: () => undefined,
    onState: () => undefined,
    signal: new AbortController().signal,
    prepare: async () => undefined,
    restore: async () => undefined,
  }
}

/** A death to be looked into. */
export function caseOf(observation: Observation, run: TargetRunOptions, options: Partial<BlameOptions> = {}): Case {
  const ending = endingOf(observation.outcome)
  if (ending === undefined) throw new Error('an outcome that is not known has no blame')
  return {
    observation,
    ending,
    run,
    timeoutMs: 5000,
    options: {
      emulators: [],
      filesOf: async () => [],
      natives: async () => [],
      slots: createSlots(4),
      ...options,
    },
  }
}
