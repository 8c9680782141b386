import { setTimeout as sleep } from 'node:timers/promises'
import type { StartedContainer } from '../engine/engine.ts'
import type { LogBook } from './log-book.ts'
import type { OutsideView } from './outside-view.ts'
import type { ListeningSocket } from './sockets.ts'

/** How many times in a row a guest has to look dead where nobody can tell for sure. */
const deadLooks = 3
/** An application that waits for something may still wake up now and then. */
const idleCpuMs = 5

export interface GuestWatch {
  readonly container: StartedContainer
  readonly view: OutsideView
  readonly logBook: LogBook
  readonly readSockets: () => Promise<readonly ListeningSocket[]>
}

/**
 * Resolves with the signal an emulated application died of, if it dies without ending: as PID 1 under QEMU it stays
 * "running" for ever, because the kernel drops the signal the emulator sends itself. Some emulators log a line then,
 * and some do not; the line alone could be about a child.
 */
export async function watchGuest(
  { container, view, logBook, readSockets }: GuestWatch,
  signal: AbortSignal,
): Promise<number> {
  let said: number | undefined
  let cpuMs = Infinity
  let looks = 0
  void logBook.guestSignal.then((it) => (said = it))
  for (;;) {
    await sleep(view.pauseMs, undefined, { signal })
    const guest = await view.readGuest()
    if (guest.kind === 'dead') return guest.signal
    if (guest.kind === 'alive' || said === undefined) continue
    // What is run inside to look at it is no work of its own: from the last look to this one it must be idle.
    const isIdle = (await container.usage()).cpuMs - cpuMs < idleCpuMs
    // Not every engine's host has the ps that it would list processes with.
    const listed = container.processes().catch(() => [])
    const [processes, sockets] = await Promise.all([listed, readSockets()])
    cpuMs = (await container.usage()).cpuMs
    looks = processes.length <= 1 && sockets.length === 0 && isIdle ? looks + 1 : 0
    if (looks >= deadLooks) return said
  }
}
