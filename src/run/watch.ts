import { setTimeout as sleep } from 'node:timers/promises'
import { formatTextPattern } from '../config/text-pattern.ts'
import type { StartedContainer } from '../engine/engine.ts'
import type { Expectation } from '../plan/target.ts'
import { timeIsOverMs, type Deadline } from '../plan/timeout.ts'
import type { LogBook } from './log-book.ts'
import type { Answer, Outcome } from './observation.ts'
import { aborted } from './aborted.ts'
import { describeLine } from './ask-log.ts'
import { findMatch } from './match-text.ts'
import { describeMissedPorts, findMissedPorts } from './missed-ports.ts'
import { askOnce, pollUntilGood, timingPace, type Question } from './readiness.ts'
import type { OutsideView } from './outside-view.ts'
import type { ListeningSocket } from './sockets.ts'
import { lookAtStall } from './stall.ts'
import { watchGuest } from './watch-guest.ts'

/** How long an application must stay up and keep answering after its first good answer. */
const settlingMs = 300
/** Between two questions in that time. */
const settlingPauseMs = 100
/** How long the end of one that no longer answers is waited for. */
const endingMs = { native: 1000, emulated: 3000 } as const
/** How long an application that cannot be asked anything must stay up. */
const stayingMs = { native: 1000, emulated: 3000 } as const
/** How often it is looked whether the deadline has moved. */
const deadlineLookMs = 500
/** When it is first looked whether it listens, though elsewhere, and how often after that. */
const portLookMs = { first: { native: 3000, emulated: 10_000 }, next: 5000 } as const
/** How long a wrong answer that no start explains is given to become another. */
const lastingMs = { native: 10_000, emulated: 30_000 } as const
/**
 * How many times in a row an application has to be refused processes before it is given up: it may let some go. One
 * that asks as fast as it can will not, and takes the time of all others.
 */
const refusedLooks = { enough: 8, forStorm: 3, stormCount: 200 } as const

/** The log of a container that is gone ends; one that does not is left. */
const longestLogEndMs = 3000

export interface WatchOptions {
  readonly container: StartedContainer
  readonly expectation: Expectation
  readonly execution: 'native' | 'emulated'
  readonly questions: readonly Question[]
  readonly logBook: LogBook
  /** Resolves when no more of its log will come. */
  readonly logEnd: Promise<unknown>
  readonly readSockets: () => Promise<readonly ListeningSocket[]>
  readonly view: OutsideView
  /** As it is now: what other platforms show may change it. */
  readonly deadline: () => Deadline
  /** Its start is timed: it is asked often, and left alone once it has answered. @default false */
  readonly isTimed?: boolean
  readonly signal: AbortSignal
  readonly onReady: (readyMs: number) => void
  /** It listens, and not where it is asked: hears so once, in words. */
  readonly onMissedPorts: (message: string) => void
}

/** Watches a started application until it is known how it does; the container is left as it is. */
export async function watchApplication(options: WatchOptions): Promise<Outcome> {
  options.signal.throwIfAborted()
  const decided = new AbortController()
  const signal = AbortSignal.any([options.signal, decided.signal])
  const seen: Seen = {
    lastingSinceMs: undefined,
    answer: { kind: 'none', reason: 'it was not asked yet' },
    readyMs: undefined,
    wasShortOfProcesses: false,
  }
  const watchers = [
    watchExit(options, seen, signal),
    watchReadiness(options, seen, signal),
    watchCrash(options, seen, signal),
    watchProcesses(options, seen, signal),
    watchDeadline(options, seen, signal),
    watchLasting(options, seen, signal),
    ...(options.isTimed === true ? [] : [watchPorts(options, seen, signal)]),
  ]
  try {
    return await Promise.race(watchers)
  } finally {
    decided.abort()
    await Promise.allSettled(watchers)
  }
}

interface Seen {
  answer: Answer
  /** Since when its answers are wrong in a way that no start explains. */
  lastingSinceMs: number | undefined
  readyMs: number | undefined
  wasShortOfProcesses: boolean
}

function sinceStart({ container }: WatchOptions): number {
  return performance.now() - container.startedAtMs
}

function readyPart({ readyMs }: Seen): { readonly readyMs?: number } {
  return readyMs === undefined ? {} : { readyMs }
}

async function watchExit(options: WatchOptions, seen: Seen, signal: AbortSignal): Promise<Outcome> {
  const { exitCode, outOfMemory } = await options.container.wait(signal)
  const { expectation } = options
  const wanted = expectation.kind === 'exit' ? expectation.exitCode : expectation.kind === 'stay' ? 0 : undefined
  if (exitCode === wanted) return judgeEnd(options, exitCode)
  const shortOf = outOfMemory ? 'memory' : seen.wasShortOfProcesses ? 'processes' : undefined
  const afterMs = sinceStart(options)
  return { kind: 'exited', exitCode, ...(shortOf !== undefined && { shortOf }), afterMs, ...readyPart(seen) }
}

/** It ended as it should; what it was to write before must be there. */
async function judgeEnd({ expectation, logBook, logEnd }: WatchOptions, exitCode: number): Promise<Outcome> {
  const patterns = expectation.kind === 'exit' ? expectation.log : []
  if (patterns.length > 0) await Promise.race([logEnd, sleep(longestLogEndMs, undefined, { ref: false })])
  const lines = logBook.lines()
  const proofs = [`ended with ${exitCode}`]
  for (const pattern of patterns) {
    const line = lines[findMatch(pattern, lines)]
    if (line === undefined)
      return { kind: 'unfulfilled', exitCode, problem: `wrote no line with ${formatTextPattern(pattern)}` }
    proofs.push(describeLine(line))
  }
  return { kind: 'well', how: proofs.join(', ') }
}

async function watchReadiness(options: WatchOptions, seen: Seen, signal: AbortSignal): Promise<Outcome> {
  const { questions, expectation, execution } = options
  if (questions.length === 0) {
    if (expectation.kind === 'exit') return aborted(signal)
    await sleep(stayingMs[execution], undefined, { signal })
    return { kind: 'well', how: `stayed up ${stayingMs[execution] / 1000} s` }
  }
  const hear = (answer: Answer): void => {
    seen.answer = moreTelling(seen.answer, answer)
    const isLasting = seen.answer.kind === 'wrong' && seen.answer.isLasting === true
    seen.lastingSinceMs = isLasting ? (seen.lastingSinceMs ?? performance.now()) : undefined
  }
  const good = await pollUntilGood(questions, signal, hear, options.isTimed === true ? timingPace : undefined)
  const readyMs = sinceStart(options)
  seen.readyMs = readyMs
  options.onReady(readyMs)
  const settledAtMs = options.isTimed === true ? 0 : performance.now() + settlingMs
  while (performance.now() < settledAtMs) {
    await sleep(settlingPauseMs, undefined, { signal })
    const answer = await askOnce(questions, signal)
    if (answer.kind === 'good') continue
    // It may be about to end: then its exit says more than a refused connection.
    await sleep(endingMs[execution], undefined, { signal })
    return { kind: 'unsettled', readyMs, answer }
  }
  const status = good.find((answer) => answer.status !== undefined)?.status
  const how = good.map(({ proof }) => proof).join(', ')
  return { kind: 'well', how, readyMs, ...(status === undefined ? {} : { status }) }
}

/** One that was wrong says more than one that was cut short by the end of the time. */
function moreTelling(before: Answer, answer: Answer): Answer {
  return before.kind === 'wrong' && answer.kind !== 'good' && answer.isSlow === true ? before : answer
}

async function watchCrash(options: WatchOptions, seen: Seen, signal: AbortSignal): Promise<Outcome> {
  if (options.execution === 'native') return aborted(signal)
  const guestSignal = await watchGuest(options, signal)
  return { kind: 'crashed', signal: guestSignal, afterMs: sinceStart(options), ...readyPart(seen) }
}

/** What forks without end leaves this host no time for anything else: it is not waited for. */
async function watchProcesses(options: WatchOptions, seen: Seen, signal: AbortSignal): Promise<Outcome> {
  const { view } = options
  for (let looks = 0; looks < refusedLooks.enough;) {
    await sleep(view.pauseMs, undefined, { signal })
    const refused = await view.countRefusedProcesses().catch(() => 0)
    seen.wasShortOfProcesses ||= refused > 0
    const weight = refused > refusedLooks.stormCount ? refusedLooks.enough / refusedLooks.forStorm : 1
    looks = refused > 0 ? looks + weight : 0
  }
  return { kind: 'short-of-processes', afterMs: sinceStart(options), ...readyPart(seen) }
}

async function watchDeadline(options: WatchOptions, seen: Seen, signal: AbortSignal): Promise<Outcome> {
  const { deadline, logBook, container } = options
  const leftMs = (): number => {
    const newsAtMs = logBook.lastNewsAtMs()
    const newsMs = newsAtMs === undefined ? undefined : newsAtMs - container.startedAtMs
    return timeIsOverMs(deadline(), newsMs) - sinceStart(options)
  }
  for (let left = leftMs(); left > 0; left = leftMs()) {
    await sleep(Math.min(left, deadlineLookMs), undefined, { signal })
  }
  return timedOut(options, seen)
}

/** An application that does what none does while it starts is not waited for to the end of its time. */
async function watchLasting(options: WatchOptions, seen: Seen, signal: AbortSignal): Promise<Outcome> {
  const isOver = ({ lastingSinceMs }: Seen): boolean =>
    lastingSinceMs !== undefined && performance.now() - lastingSinceMs > lastingMs[options.execution]
  while (!isOver(seen)) await sleep(deadlineLookMs, undefined, { signal })
  return timedOut(options, seen)
}

/** Whoever named a wrong port need not wait to the end of the time to hear of it. */
async function watchPorts(options: WatchOptions, seen: Seen, signal: AbortSignal): Promise<Outcome> {
  const { expectation, execution, readSockets, onMissedPorts } = options
  let pauseMs: number = portLookMs.first[execution]
  while (seen.answer.kind === 'none') {
    await sleep(pauseMs, undefined, { signal })
    const listening = await readSockets()
    const missed = findMissedPorts(expectation, listening)
    if (missed.missing.length === 0) break
    if (listening.length > 0) {
      onMissedPorts(describeMissedPorts(missed, listening))
      break
    }
    pauseMs = portLookMs.next
  }
  return aborted(signal)
}

async function timedOut(options: WatchOptions, seen: Seen): Promise<Outcome> {
  const { logBook, readSockets, container } = options
  const afterMs = sinceStart(options)
  const silentMs = performance.now() - (logBook.lastLineAtMs() ?? container.startedAtMs)
  const newsAtMs = logBook.lastNewsAtMs()
  const newslessMs = performance.now() - (newsAtMs ?? container.startedAtMs)
  const [listening, stall] = await Promise.all([
    readSockets(),
    lookAtStall(container, options.view, seen.wasShortOfProcesses),
  ])
  return { kind: 'timed-out', answer: seen.answer, listening, silentMs, newslessMs, afterMs, stall }
}
