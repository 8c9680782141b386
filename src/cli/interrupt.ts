import { HarnessError } from '../errors.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** npm hands on the signal that a terminal has sent to everyone already: one press, two signals. */
const echoMs = 1000

export interface Interrupt {
  /** Aborted with a HarnessError `interrupted` when the user interrupts. */
  readonly signal: AbortSignal
  /** Stops listening. */
  close(): void
}

export interface InterruptOptions {
  /** Where signals come from: this process. */
  readonly source: NodeJS.EventEmitter
  /** Called the first time: what was started is being removed. */
  readonly onFirst: () => void
  /** Called the second time: the user will not wait. */
  readonly onSecond: () => void
  /** A monotonic clock, in milliseconds. @default `performance.now` */
  readonly now?: () => number
}

/** Turns Ctrl-C and a request to end into an abort, and a second one into an end at once. */
export function listenForInterrupt(options: InterruptOptions): Interrupt {
  const { source, onFirst, onSecond, now = () => performance.now() } = options
  const controller = new AbortController()
  let firstAtMs = 0
  const onSignal = (name: string): void => {
    if (controller.signal.aborted) {
      if (now() - firstAtMs > echoMs) onSecond()
      return
    }
    firstAtMs = now()
    // Aborted first: whatever telling the user may do, the run ends.
    controller.abort(new HarnessError('interrupted', `interrupted by ${name}`))
    onFirst()
  }
  for (const name of signals) source.on(name, onSignal)
  return {
    signal: controller.signal,
    close: () => {
      for (const name of signals) source.off(name, onSignal)
    },
  }
}
