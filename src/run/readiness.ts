import { setTimeout as sleep } from 'node:timers/promises'
import type { StartedContainer } from '../engine/engine.ts'
import type { Expectation } from '../plan/target.ts'
import type { HttpAsker } from './http-answer.ts'
import type { Answer } from './observation.ts'
import type { ListeningSocket } from './sockets.ts'

const firstPauseMs = 20
const longestPauseMs = 250

/** Asks the application once whether it is ready, in the way its expectation says. */
export type Question = (signal: AbortSignal) => Promise<Answer>

export interface QuestionOptions {
  readonly expectation: Expectation
  readonly container: StartedContainer
  readonly asker: HttpAsker
  readonly requestTimeoutMs: number
  readonly readSockets: () => Promise<readonly ListeningSocket[]>
}

/** The question an expectation leads to; none where there is nothing to ask. */
export function questionFor(options: QuestionOptions): Question | undefined {
  const { expectation, container, asker, requestTimeoutMs, readSockets } = options
  if (expectation.kind === 'http') {
    const address = container.address(expectation.port)
    if (address === undefined)
      return async () => ({ kind: 'none', reason: `port ${expectation.port} is not published` })
    const host = address.host.includes(':') ? `[${address.host}]` : address.host
    const url = `http://${host}:${address.port}${expectation.path}`
    return (signal) => asker.ask(url, requestTimeoutMs, signal)
  }
  if (expectation.kind === 'listen') {
    return async () => {
      const sockets = await readSockets()
      const isListening = sockets.some(
        ({ port, loopbackOnly }) => !loopbackOnly && expectation.ports.includes(`${port}/tcp`),
      )
      return isListening
        ? { kind: 'good' }
        : { kind: 'none', reason: `nothing listens on ${expectation.ports.join(' or ')}` }
    }
  }
  return undefined
}

/** Asks until the answer is good or the signal aborts; `onAnswer` hears every one. */
export async function pollUntilGood(
  question: Question,
  signal: AbortSignal,
  onAnswer: (answer: Answer) => void,
): Promise<Answer & { readonly kind: 'good' }> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.3, longestPauseMs)) {
    const answer = await question(signal)
    signal.throwIfAborted()
    onAnswer(answer)
    if (answer.kind === 'good') return answer
    await sleep(pauseMs, undefined, { signal })
  }
}
