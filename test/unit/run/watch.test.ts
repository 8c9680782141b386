import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { ExitState, StartedContainer } from '../../../src/engine/engine.ts'
import type { Deadline } from '../../../src/plan/timeout.ts'
import { openLogBook } from '../../../src/run/log-book.ts'
import type { Answer } from '../../../src/run/observation.ts'
import { serving } from './observations.ts'
import type { OutsideView } from '../../../src/run/outside-view.ts'
import { watchApplication, type WatchOptions } from '../../../src/run/watch.ts'

const good: Answer = { kind: 'good', status: 200, proof: '200 on /' }
const none: Answer = { kind: 'none', reason: 'the connection was refused' }

/** A container that ends when it is told to, and never before. */
function container(processes: readonly string[] = ['app']): StartedContainer & { end(state: ExitState): void } {
  const ended = Promise.withResolvers<ExitState>()
  const startedAtMs = performance.now()
  return {
    id: 'one',
    startedAtMs,
    address: () => undefined,
    followLogs: async () => undefined,
    wait: (signal) =>
      Promise.race([
        ended.promise,
        new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      ]),
    state: async () => ({ running: true }),
    inspect: async () => ({}),
    output: async () => ({ stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), isCut: false }),
    commit: async () => undefined,
    exec: async () => ({ exitCode: 0, stdout: '', stderr: '' }),
    processes: async () => processes,
    threads: async () => [],
    usage: async () => ({ cpuMs: 0, memoryBytes: 0 }),
    receivedSignals: async () => [],
    kill: async () => undefined,
    remove: async () => undefined,
    end: ended.resolve,
  }
}

/** A deadline that the user named. */
function within(timeoutMs: number): () => Deadline {
  return () => ({ timeoutMs, limitMs: timeoutMs, reason: 'as asked for' })
}

function view(parts: Partial<OutsideView> = {}): OutsideView {
  return {
    pauseMs: 10,
    readGuest: async () => ({ kind: 'untold' }),
    countRefusedProcesses: async () => 0,
    readWaitedMs: async () => undefined,
    ...parts,
  }
}

function options(parts: Partial<WatchOptions>): WatchOptions {
  return {
    container: container(),
    expectation: serving,
    execution: 'emulated',
    questions: [async () => none],
    logBook: openLogBook(),
    logEnd: Promise.resolve(),
    readSockets: async () => [],
    view: view(),
    deadline: within(5000),
    signal: new AbortController().signal,
    onReady: () => undefined,
    onMissedPorts: () => undefined,
    ...parts,
  }
}

test('what listens where nobody asks is told of once, before the time is over', async () => {
  const told: string[] = []
  const elsewhere = async () => [{ port: 8080, loopbackOnly: false }]
  const parts = { execution: 'native', readSockets: elsewhere, deadline: within(4000) } as const
  const outcome = await watchApplication(options({ ...parts, onMissedPorts: (message) => told.push(message) }))
  expect(outcome).toMatchObject({ kind: 'timed-out' })
  expect(told).toEqual(['it listens on 8080, not on 5000'])
})

test('an application that answers and goes on answering is well, ready when it first did', async () => {
  const answers = [none, none, good]
  const ready: number[] = []
  const outcome = await watchApplication(
    options({ questions: [async () => answers.shift() ?? good], onReady: (ms) => ready.push(ms) }),
  )
  expect(outcome).toMatchObject({ kind: 'well', status: 200, readyMs: ready[0] })
})

test('an application that answers once and then no more is unsettled', async () => {
  const answers = [good]
  expect(await watchApplication(options({ questions: [async () => answers.shift() ?? none] }))).toMatchObject({
    kind: 'unsettled',
  })
})

test('an application that ends while it settles has exited, after it was ready', async () => {
  const it = container()
  const onReady = (): void => it.end({ exitCode: 0, outOfMemory: false, error: '' })
  const outcome = await watchApplication(options({ container: it, questions: [async () => good], onReady }))
  expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0, readyMs: expect.any(Number) })
})

test('an exit as asked for is well, another is an exit', async () => {
  const expectation = { kind: 'exit', exitCode: 3, log: [] } as const
  for (const [exitCode, kind] of [
    [3, 'well'],
    [0, 'exited'],
  ] as const) {
    const it = container()
    it.end({ exitCode, outOfMemory: false, error: '' })
    expect(await watchApplication(options({ container: it, expectation, questions: [] }))).toMatchObject({ kind })
  }
})

const line = {
  stream: 'stderr',
  text: 'qemu: uncaught target signal 11 (Segmentation fault) - core dumped',
  atMs: 5,
} as const

test('an application whose emulator waits for its death is dead, although its log says nothing', async () => {
  const dead = view({ readGuest: async () => ({ kind: 'dead', signal: 4 }) })
  expect(await watchApplication(options({ view: dead }))).toMatchObject({ kind: 'crashed', signal: 4 })
})

test('an application that lives is not dead, whatever its log says', async () => {
  const logBook = openLogBook()
  logBook.add(line)
  const alive = view({ readGuest: async () => ({ kind: 'alive' }) })
  expect(await watchApplication(options({ logBook, view: alive, deadline: within(300) }))).toMatchObject({
    kind: 'timed-out',
  })
})

test('where nobody can tell, a lonely idle process that its emulator calls dead is dead', async () => {
  const logBook = openLogBook()
  logBook.add(line)
  expect(await watchApplication(options({ logBook }))).toMatchObject({ kind: 'crashed', signal: 11 })
})

test('it is dead as well where the host has no ps that its processes would be listed with', async () => {
  const logBook = openLogBook()
  logBook.add(line)
  const processes = (): Promise<never> => Promise.reject(new Error('exec: "ps": executable file not found in $PATH'))
  const it = { ...container(), processes }
  expect(await watchApplication(options({ container: it, logBook }))).toMatchObject({ kind: 'crashed', signal: 11 })
})

test('it is dead as well where a look inside it takes the processors long', async () => {
  const logBook = openLogBook()
  logBook.add(line)
  let cpuMs = 0
  const it = { ...container(), usage: async () => ({ cpuMs, memoryBytes: 0 }) }
  const readSockets = async (): Promise<[]> => {
    cpuMs += 300
    return []
  }
  const outcome = await watchApplication(options({ container: it, logBook, readSockets }))
  expect(outcome).toMatchObject({ kind: 'crashed', signal: 11 })
})

test.each([
  ['has company', { processes: async () => ['parent', 'helper'] }],
  ['computes', { usage: async () => ({ cpuMs: performance.now(), memoryBytes: 0 }) }],
])('where nobody can tell, one that %s lives on', async (_, parts) => {
  const logBook = openLogBook()
  logBook.add(line)
  const readyAtMs = performance.now() + 300
  const question = async (): Promise<Answer> => (performance.now() < readyAtMs ? none : good)
  const it = { ...container(), ...parts }
  expect(await watchApplication(options({ container: it, logBook, questions: [question] }))).toMatchObject({
    kind: 'well',
  })
})

test('an application that is refused processes all the time is not waited for', async () => {
  const short = view({ countRefusedProcesses: async () => 1 })
  expect(await watchApplication(options({ view: short }))).toMatchObject({ kind: 'short-of-processes' })
})

test('one that was refused processes for a while is remembered for it when it ends', async () => {
  const it = container()
  let looks = 0
  const countRefusedProcesses = async (): Promise<number> => {
    looks += 1
    if (looks === 3) it.end({ exitCode: 1, outOfMemory: false, error: '' })
    return looks === 1 ? 1 : 0
  }
  const outcome = await watchApplication(options({ container: it, view: view({ countRefusedProcesses }) }))
  expect(outcome).toMatchObject({ kind: 'exited', shortOf: 'processes' })
})

test('time that is over tells what listens and what was last answered', async () => {
  const question = async (): Promise<Answer> => ({ kind: 'wrong', status: 503, problem: 'answered 503' })
  const readSockets = async () => [{ port: 80, loopbackOnly: false }]
  const outcome = await watchApplication(options({ deadline: within(100), questions: [question], readSockets }))
  expect(outcome).toMatchObject({
    kind: 'timed-out',
    answer: { kind: 'wrong', status: 503 },
    listening: [{ port: 80 }],
  })
})

test('an application whose log goes on gets more time', async () => {
  let looks = 0
  const lastNewsAtMs = (): number | undefined => (++looks <= 5 ? performance.now() : undefined)
  const logBook = { ...openLogBook(), lastNewsAtMs }
  const deadline = (): Deadline => ({ timeoutMs: 40, limitMs: 60_000, reason: 'the default' })
  expect(await watchApplication(options({ deadline, logBook }))).toMatchObject({ kind: 'timed-out' })
  expect(looks).toBeGreaterThan(5)
})

test('a deadline that moves while it is waited for holds', async () => {
  const readyAtMs = performance.now() + 300
  const question = async (): Promise<Answer> => (performance.now() < readyAtMs ? none : good)
  let timeoutMs = 150
  const deadline = (): Deadline => ({ timeoutMs, limitMs: 60_000, reason: 'the default' })
  const watched = watchApplication(options({ deadline, questions: [question] }))
  timeoutMs = 60_000
  expect(await watched).toMatchObject({ kind: 'well' })
})

test('a run that is stopped stops watching', async () => {
  const controller = new AbortController()
  const watched = watchApplication(options({ signal: controller.signal }))
  await sleep(10)
  controller.abort(new Error('stopped'))
  await expect(watched).rejects.toThrow()
})

test('a run that was stopped before is not watched at all', async () => {
  await expect(watchApplication(options({ signal: AbortSignal.abort(new Error('stopped')) }))).rejects.toThrow()
})

test('what was wrong is not forgotten for an answer that the end of the time cut short', async () => {
  const answers: Answer[] = [{ kind: 'wrong', problem: 'answered without end' }]
  const slow: Answer = { kind: 'none', reason: 'no answer in time', isSlow: true }
  const question = async (): Promise<Answer> => answers.shift() ?? slow
  const outcome = await watchApplication(options({ deadline: within(300), questions: [question] }))
  expect(outcome).toMatchObject({ kind: 'timed-out', answer: { problem: 'answered without end' } })
})

test.each([
  ['done', 'well'],
  ['started', 'unfulfilled'],
])('an end as asked for, after %s was written where done should be, is %s', async (written, kind) => {
  const logBook = openLogBook()
  const expectation = { kind: 'exit', exitCode: 0, log: [{ kind: 'text', text: 'done' }] } as const
  const it = container()
  it.end({ exitCode: 0, outOfMemory: false, error: '' })
  // The log may come after the end.
  const logEnd = sleep(20).then(() => logBook.add({ stream: 'stdout', text: written, atMs: 1 }))
  const outcome = await watchApplication(options({ container: it, expectation, questions: [], logBook, logEnd }))
  expect(outcome).toMatchObject({ kind })
})

test('all of several conditions must hold at once while it settles', async () => {
  const second = [none, good]
  const third = [good]
  const questions = [async () => good, async () => second.shift() ?? good, async () => third.shift() ?? none]
  expect(await watchApplication(options({ questions }))).toMatchObject({ kind: 'unsettled', answer: none })
})

test('what several conditions proved is said in their order', async () => {
  const said: Answer = { kind: 'good', proof: 'log line "up"' }
  const outcome = await watchApplication(options({ questions: [async () => said, async () => good] }))
  expect(outcome).toMatchObject({ kind: 'well', status: 200, how: 'log line "up", 200 on /' })
})
