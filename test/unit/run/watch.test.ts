import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { ExitState, StartedContainer } from '../../../src/engine/engine.ts'
import type { Deadline } from '../../../src/plan/timeout.ts'
import { openLogBook } from '../../../src/run/log-book.ts'
import type { Answer } from '../../../src/run/observation.ts'
import { serving } from './observations.ts'
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
    exec: async () => ({ exitCode: 0, stdout: '', stderr: '' }),
    processes: async () => processes,
    kill: async () => undefined,
    remove: async () => undefined,
    end: ended.resolve,
  }
}

/** A deadline that the user named. */
function within(timeoutMs: number): () => Deadline {
  return () => ({ timeoutMs, limitMs: timeoutMs, reason: 'as asked for' })
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
    deadline: within(5000),
    signal: new AbortController().signal,
    onReady: () => undefined,
    ...parts,
  }
}

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

test('a lonely process that its emulator calls dead is dead, although its container runs', async () => {
  const logBook = openLogBook()
  logBook.add({ stream: 'stderr', text: 'qemu: uncaught target signal 11 (Segmentation fault) - core dumped', atMs: 5 })
  expect(await watchApplication(options({ logBook }))).toMatchObject({ kind: 'crashed', signal: 11 })
})

test('an application whose child died lives on', async () => {
  const logBook = openLogBook()
  logBook.add({ stream: 'stderr', text: 'qemu: uncaught target signal 11 (Segmentation fault) - core dumped', atMs: 5 })
  const question = async (): Promise<Answer> => (performance.now() < readyAtMs ? none : good)
  const readyAtMs = performance.now() + 1200
  const watched = watchApplication(
    options({ container: container(['parent', 'helper']), logBook, questions: [question] }),
  )
  expect(await watched).toMatchObject({ kind: 'well' })
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
