import { expect, test } from 'vitest'
import type { Expectation } from '../../../src/plan/target.ts'
import { classify } from '../../../src/run/classify.ts'
import type { Answer, Observation } from '../../../src/run/observation.ts'
import type { ListeningSocket } from '../../../src/run/sockets.ts'
import type { Stall } from '../../../src/run/stall.ts'
import { emulated, native, observation, type Seen } from './observations.ts'

const limits = {
  memoryLimit: { bytes: 2 ** 31, isSetByUser: false },
  processLimit: { count: 1024, isSetByUser: false },
}

const none: Answer = { kind: 'none', reason: 'the connection was refused' }
const wrong: Answer = { kind: 'wrong', status: 500, problem: 'answered 500' }
const on = (port: number, loopbackOnly = false): ListeningSocket => ({ port, loopbackOnly })

const twoPorts: Expectation = {
  kind: 'healthy',
  conditions: [
    { kind: 'tcp', port: '5000/tcp' },
    { kind: 'tcp', port: '6379/tcp' },
  ],
}
const wantsLine: Expectation = {
  kind: 'healthy',
  conditions: [{ kind: 'log', pattern: { kind: 'text', text: 'up' } }],
}

function timedOut(
  parts: Partial<Seen> & {
    answer?: Answer
    listening?: readonly ListeningSocket[]
    silentMs?: number
    newslessMs?: number
    stall?: Stall
  },
): Observation {
  const { answer = none, listening = [], silentMs = 30_000, newslessMs = silentMs, stall = {}, ...seen } = parts
  const outcome = { kind: 'timed-out', answer, listening, silentMs, newslessMs, afterMs: 30_000, stall } as const
  return observation({ ...seen, outcome })
}

function say(seen: Observation, others: readonly Observation[] = []): string[] {
  const found = classify(seen, { all: [seen, ...others], wasConfigured: true, ...limits })
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
  [
    'listening on one of two ports, emulated',
    timedOut({ execution: emulated, expectation: twoPorts, listening: [on(5000)] }),
    'run/port-not-listening inconclusive',
  ],
  [
    'listening on one of two ports, natively',
    timedOut({ expectation: twoPorts, listening: [on(6379)] }),
    'run/port-not-listening error',
  ],
  [
    'listening on neither of two ports, emulated',
    timedOut({ execution: emulated, expectation: twoPorts, listening: [on(80)] }),
    'run/port-not-listening error',
  ],
  [
    'beginning an answer without an end, emulated',
    timedOut({ execution: emulated, answer: { ...wrong, isSlow: true }, listening: [on(5000)] }),
    'run/health-unexpected inconclusive',
  ],
  [
    'without the line that was wanted, emulated',
    timedOut({ execution: emulated, expectation: wantsLine }),
    'run/health-timeout inconclusive',
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

test('an application that should have ended and still writes is late', () => {
  const seen = timedOut({ expectation: { kind: 'exit', exitCode: 0, log: [] }, log: ['7 %'], silentMs: 100 })
  expect(say(seen)).toEqual(['start run/health-timeout error'])
})

test.each<[Parameters<typeof timedOut>[0], string]>([
  [{ listening: [on(5000)] }, 'it listens and was not healthy within 30 s: the connection was refused'],
  [{ expectation: wantsLine }, 'it was not healthy within 30 s: the connection was refused'],
  [{ expectation: twoPorts, listening: [on(5000), on(80)] }, 'it listens on 5000, 80, not on 6379'],
  [{ expectation: twoPorts, listening: [on(80)] }, 'it listens on 80, not on 5000 and 6379'],
  [{ log: ['7 %'], silentMs: 100 }, 'it was still busy after 30 s'],
])('%j is said in words', (parts, message) => {
  const seen = timedOut(parts)
  const [found] = classify(seen, { all: [seen], wasConfigured: true, ...limits })
  expect(found?.finding.message).toBe(message)
})

test('listening on loopback only says how to mend it', () => {
  const [found] = classify(timedOut({ listening: [on(5000, true)] }), {
    all: [],
    wasConfigured: true,
    ...limits,
  })
  expect(found?.finding.hint).toContain('0.0.0.0')
})

test.each([
  ['idle', { cores: 0.004 }],
  ['busy (98 % of a core)', { cores: 0.981 }],
  ['busy (180 % of a core)', { cores: 1.8 }],
  ['busy (19 % of a core, which others use as well)', { cores: 0.19, waitingCores: 0.8 }],
  ['busy (1 % of a core, which others use as well)', { cores: 0.01, waitingCores: 0.9 }],
  [
    'busy (50 % of a core), taking more and more memory (812 MiB)',
    { cores: 0.5, memoryBytes: 812 * 2 ** 20, memoryBytesPerSecond: 90 * 2 ** 20 },
  ],
])('a hang says that it is %s', (load, stall) => {
  const [found] = classify(timedOut({ stall }), { all: [], wasConfigured: true, ...limits })
  expect(found?.finding.message).toBe(`it is alive, ${load}, silent and listens nowhere after 30 s`)
  expect(found?.finding.evidence).toMatchObject({ cores: Math.round(stall.cores * 100) / 100 })
})

test('what writes the same again and again makes no progress', () => {
  const seen = timedOut({ log: ['waiting', 'waiting'], silentMs: 100, newslessMs: 29_000 })
  expect(say(seen)).toEqual(['health run/hang error'])
  const [found] = classify(seen, { all: [], wasConfigured: true, ...limits })
  expect(found?.finding.message).toContain('repeating itself in its log')
})

test.each([
  ['memory', 'the default limit of 2048 MiB of memory'],
  ['processes', 'the default limit of 1024 processes'],
] as const)('what is short of %s at the end ran into that limit', (shortOf, words) => {
  const seen = timedOut({ answer: wrong, stall: { shortOf } })
  expect(say(seen)).toEqual(['start run/out-of-memory environment'])
  expect(classify(seen, { all: [], wasConfigured: true, ...limits })[0]?.finding.message).toContain(words)
})

test('what was given and why is told, unless the user said it', () => {
  const hintOf = (deadline: Observation['deadline']): string | undefined => {
    const seen = timedOut({ execution: emulated, deadline })
    return classify(seen, { all: [seen], wasConfigured: true, ...limits }).map(({ finding }) => finding.hint)[0]
  }
  const reason = '20 × the 15 s that linux/amd64 took'
  expect(hintOf({ timeoutMs: 300_000, limitMs: 600_000, reason })).toMatch(/^its time was 20 × the 15 s that linux/)
  expect(hintOf({ timeoutMs: 300_000, limitMs: 300_000, reason: 'as asked for' })).toMatch(/^give it longer/)
})
