import type { ThreadSignals } from '../engine/engine.ts'

const signals = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGBUS: 7,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGTERM: 15,
  SIGSTOP: 19,
} as const

const standard = Array.from({ length: 31 }, (_, index) => index + 1)
/** SIGCHLD, SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG and SIGWINCH end nobody. */
const harmless = [17, 18, 20, 21, 22, 23, 28]
const unblockable: readonly number[] = [signals.SIGKILL, signals.SIGSTOP]
const fatal = standard.filter((signal) => !harmless.includes(signal) && !unblockable.includes(signal))
/** What a program that is well may wait for without a handler, to be ended by it. */
const awaited: readonly number[] = [
  signals.SIGHUP,
  signals.SIGINT,
  signals.SIGQUIT,
  signals.SIGUSR1,
  signals.SIGUSR2,
  signals.SIGTERM,
]

/**
 * The signal a guest of QEMU died of whose death its kernel did not let happen; nothing when it lives.
 *
 * To die as its guest did, QEMU gives the signal its default effect back, sends it to itself, and waits for it with
 * every other signal blocked. To PID 1 of a container the kernel delivers no such signal: it waits for ever. In all
 * other states QEMU handles SIGSEGV and SIGBUS itself; older ones handle every signal that is fatal.
 * https://gitlab.com/qemu-project/qemu/-/blob/v9.2.0/linux-user/signal.c (die_with_signal)
 */
export function deadlySignal(threads: readonly ThreadSignals[]): number | undefined {
  return threads.map(awaitedDeath).find((signal) => signal !== undefined)
}

function awaitedDeath({ blocked, caught, ignored }: ThreadSignals): number | undefined {
  const has = (set: bigint, signal: number): boolean => ((set >> BigInt(signal - 1)) & 1n) === 1n
  const open = standard.filter((signal) => !has(blocked, signal) && !unblockable.includes(signal))
  const [signal] = open
  if (signal === undefined || open.length > 1 || !fatal.includes(signal)) return undefined
  if (has(caught, signal) || has(ignored, signal)) return undefined
  const isHandled = (other: number): boolean => other === signal || has(caught, other) || has(ignored, other)
  const handled = awaited.includes(signal) ? fatal : [signals.SIGSEGV, signals.SIGBUS]
  return handled.every(isHandled) ? signal : undefined
}

/** The signals in the text of `/proc/PID/status`; nothing when it is none. */
export function parseThreadSignals(status: string): ThreadSignals | undefined {
  const [blocked, ignored, caught] = ['SigBlk', 'SigIgn', 'SigCgt'].map((name) => {
    const digits = new RegExp(`^${name}:\\s*([0-9a-f]{1,32})$`, 'im').exec(status)?.[1]
    return digits === undefined ? undefined : BigInt(`0x${digits}`)
  })
  if (blocked === undefined || ignored === undefined || caught === undefined) return undefined
  return { blocked, ignored, caught }
}
