import { expect, test } from 'vitest'
import { classify } from '../../../src/run/classify.ts'
import type { Answer, Observation } from '../../../src/run/observation.ts'
import type { ListeningSocket } from '../../../src/run/sockets.ts'
import { emulated, native, observation, type Seen } from './observations.ts'

const memoryLimit = { bytes: 2 ** 31, isSetByUser: false }

const none: Answer = { kind: 'none', reason: 'the connection was refused' }
const wrong: Answer = { kind: 'wrong', status: 500, problem: 'answered 500' }
const on = (port: number, loopbackOnly = false): ListeningSocket => ({ port, loopbackOnly })

function timedOut(
  parts: Partial<Seen> & { answer?: Answer; listening?: readonly ListeningSocket[]; silentMs?: number },
): Observation {
  const { answer = none, listening = [], silentMs = 30_000, ...seen } = parts
  return observation({ ...seen, outcome: { kind: 'timed-out', answer, listening, silentMs, afterMs: 30_000 } })
}

function say(seen: Observation, others: readonly Observation[] = []): string[] {
  const found = classify(seen, { all: [seen, ...others], wasConfigured: true, memoryLimit })
  return found.map(({ check, finding }) => `${check} ${finding.code} ${finding.severity}`)
}

test.each([
  ['silent and listening nowhere, natively', timedOut({ execution: native }), 'run/hang error'],
  ['silent and listening nowhere, emulated', timedOut({ execution: emulated }), 'run/hang inconclusive'],
  [
    'with progress in its log, emulated',
    timedOut({ execution: emulated, log: ['loading'], silentMs: 100 }),
    'run/health-timeout inconclusive',
  ],
  ['with progress in its log, natively', timedOut({ log: ['loading'], silentMs: 100 }), 'run/health-timeout error'],
  [
    'listening on the port without an answer',
    timedOut({ execution: emulated, listening: [on(5000)] }),
    'run/health-timeout inconclusive',
  ],
  [
    'listening on another port, emulated',
    timedOut({ execution: emulated, listening: [on(8080)] }),
    'run/port-not-listening error',
  ],
  [
    'listening on loopback only',
    timedOut({ execution: emulated, listening: [on(5000, true)] }),
    'run/port-not-listening error',
  ],
  ['answering 500 all the time', timedOut({ answer: wrong, listening: [on(5000)] }), 'run/health-unexpected error'],
])('alive, %s', (_, seen, said) => {
  expect(say(seen)).toEqual([`health ${said}`])
})

test('a hang under emulation that happens natively too is the image', () => {
  expect(say(timedOut({ execution: emulated }), [timedOut({ execution: native })])).toEqual(['health run/hang error'])
})

test('an application that should have ended and has not is a hang', () => {
  expect(say(timedOut({ expectation: { kind: 'exit', exitCode: 0, log: [] } }))).toEqual(['start run/hang error'])
})

test('listening on loopback only says how to mend it', () => {
  const [found] = classify(timedOut({ listening: [on(5000, true)] }), {
    all: [],
    wasConfigured: true,
    memoryLimit,
  })
  expect(found?.finding.hint).toContain('0.0.0.0')
})
