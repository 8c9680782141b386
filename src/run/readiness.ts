import { setTimeout as sleep } from 'node:timers/promises'
import type { StartedContainer } from '../engine/engine.ts'
import { portNumber, type Condition, type HttpCondition } from '../plan/condition.ts'
import type { Expectation } from '../plan/target.ts'
import { escapeControl } from '../report/escape.ts'
import { askCommand } from './ask-command.ts'
import { askHttp } from './ask-http.ts'
import { openLogQuestion } from './ask-log.ts'
import { askTcp } from './ask-tcp.ts'
import type { LogBook } from './log-book.ts'
import type { Answer } from './observation.ts'
import { parseListeningSockets } from './sockets.ts'

const firstPauseMs = 20
/** An application that is up waits for the next question: the longer it took, the less that matters. */
const pauseLimits = { shareOfTime: 0.04, leastMs: 80, mostMs: 250 } as const
/** Between questions that themselves take long. */
const longestRestMs = 2000

/** What is left of the time for an answer to be judged. */
const lastWordMs = 100

/** How long one question may take. */
const patienceMs = {
  native: { answer: 5000, connection: 2000, command: 30_000 },
  emulated: { answer: 20_000, connection: 5000, command: 120_000 },
} as const

/** Asks the application once whether one of its conditions holds. */
export type Question = (signal: AbortSignal) => Promise<Answer>

export interface QuestionOptions {
  readonly expectation: Expectation
  readonly container: StartedContainer
  readonly execution: 'native' | 'emulated'
  /** From the container's start to healthy, as far as it is known now. */
  readonly timeoutMs: () => number
  readonly readTables: () => Promise<string>
  /** What it wrote, from a line on. */
  readonly linesSince: LogBook['linesSince']
}

/** The questions an expectation leads to; none where there is nothing to ask. */
export function questionsFor(options: QuestionOptions): readonly Question[] {
  const { expectation } = options
  return expectation.kind === 'healthy' ? expectation.conditions.map((it) => questionFor(it, options)) : []
}

function questionFor(condition: Condition, options: QuestionOptions): Question {
  const { container, execution, readTables, linesSince } = options
  const patience = patienceMs[execution]
  // What came of an answer by the end of its time says more than that time was over.
  const within = (longestMs: number): number => {
    const leftMs = Math.floor(container.startedAtMs + options.timeoutMs() - performance.now()) - lastWordMs
    return leftMs > 0 ? Math.min(longestMs, leftMs) : longestMs
  }
  switch (condition.kind) {
    case 'http':
      return async (signal) =>
        sayWhich(
          await askHttp({ condition, container, timeoutMs: within(patience.answer) }, signal),
          condition,
          options,
        )
    case 'tcp': {
      const address = container.address(condition.port)
      const port = portNumber(condition.port)
      if (address === undefined) return async () => ({ kind: 'none', reason: `port ${port} is not published` })
      return (signal) => askTcp({ port, address, readTables, timeoutMs: within(patience.connection) }, signal)
    }
    case 'listen':
      return async () => findListening(await readTables(), condition.ports.map(portNumber))
    case 'log': {
      const ask = openLogQuestion(condition.pattern, linesSince)
      return async () => ask()
    }
    case 'healthcheck':
    case 'command': {
      const { command } = condition
      const name = condition.kind === 'command' ? escapeControl(command.join(' '), 60) : 'its HEALTHCHECK'
      return (signal) => askCommand({ container, command, name, timeoutMs: patience.command }, signal)
    }
  }
}

/** Where several paths are asked for, an answer says which it is of. */
function sayWhich(answer: Answer, { path }: HttpCondition, { expectation }: QuestionOptions): Answer {
  if (answer.kind !== 'wrong' || expectation.kind !== 'healthy') return answer
  if (expectation.conditions.filter(({ kind }) => kind === 'http').length < 2) return answer
  return { ...answer, path, problem: `${answer.problem}, on ${escapeControl(path, 60)}` }
}

function findListening(tables: string, ports: readonly number[]): Answer {
  const found = parseListeningSockets(tables).find(({ port, loopbackOnly }) => !loopbackOnly && ports.includes(port))
  return found === undefined
    ? { kind: 'none', reason: `nothing listens on ${ports.join(' or ')}` }
    : { kind: 'good', proof: `listening on ${found.port}` }
}

export type GoodAnswer = Answer & { readonly kind: 'good' }

/** How long to wait before the next question, by how long was waited in all. */
export type Pace = (waitedMs: number) => number

/**
 * Asks so often that the moment of the first good answer is known to about a hundredth: the usual pauses leave the
 * processors to the application instead.
 */
export const timingPace: Pace = (waitedMs) => Math.min(Math.max(waitedMs / 100, 5), pauseLimits.mostMs)

/** Asks until every answer is good or the signal aborts; `onAnswer` hears what is worst in each round. */
export async function pollUntilGood(
  questions: readonly Question[],
  signal: AbortSignal,
  onAnswer: (answer: Answer) => void,
  pace?: Pace,
): Promise<readonly GoodAnswer[]> {
  const good = new Map<Question, GoodAnswer>()
  const startedAtMs = performance.now()
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.3, longestPause(startedAtMs))) {
    const askedAtMs = performance.now()
    const open = questions.filter((question) => !good.has(question))
    const answers = await Promise.all(open.map(async (question) => ({ question, answer: await question(signal) })))
    signal.throwIfAborted()
    for (const { question, answer } of answers) if (answer.kind === 'good') good.set(question, answer)
    onAnswer(worstAnswer(answers.map(({ answer }) => answer)))
    if (good.size === questions.length) return questions.flatMap((question) => good.get(question) ?? [])
    const tookMs = performance.now() - askedAtMs
    const waitMs = pace?.(performance.now() - startedAtMs) ?? Math.max(pauseMs, Math.min(tookMs, longestRestMs))
    await sleep(waitMs, undefined, { signal })
  }
}

function longestPause(startedAtMs: number): number {
  const { shareOfTime, leastMs, mostMs } = pauseLimits
  return Math.min(Math.max((performance.now() - startedAtMs) * shareOfTime, leastMs), mostMs)
}

/** Asks everything once; good only when every answer is. */
export async function askOnce(questions: readonly Question[], signal: AbortSignal): Promise<Answer> {
  const answers = await Promise.all(questions.map((question) => question(signal)))
  signal.throwIfAborted()
  return worstAnswer(answers)
}

/** A wrong answer says more than none. */
function worstAnswer(answers: readonly Answer[]): Answer {
  const bad = answers.filter(({ kind }) => kind !== 'good')
  const worst = bad.find(({ kind }) => kind === 'wrong') ?? bad[0] ?? answers[0]
  return worst ?? { kind: 'none', reason: 'it was not asked yet' }
}
