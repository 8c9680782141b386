import type { UserConfig } from '../config/user-config.ts'
import { HarnessError } from '../errors.ts'
import type { Joined } from '../harness/join.ts'
import type { Seat } from '../harness/project-seat.ts'
import type { SuiteAnswers } from '../run/handlers.ts'
import { holdPlatforms } from './hold-platforms.ts'

/** The platforms that are kept for tests, each from the first time it is asked for. */
export interface HeldPlatforms {
  /** It is brought up with the next that is asked for. */
  seat(seat: Seat): void
  /** What became of a platform; waits until it is up. */
  join(name: string): Promise<Joined>
  /** Removes containers that tests left open. */
  tidy(): Promise<void>
  /** Removes everything. */
  close(): Promise<void>
}

export function openHeldPlatforms(settings: UserConfig, onNotice: (message: string) => void): HeldPlatforms {
  const waiting = new Map<string, Seat>()
  const joins = new Map<string, PromiseWithResolvers<Joined>>()
  const runs: Promise<void>[] = []
  const opened: SuiteAnswers[] = []
  const controller = new AbortController()
  const start = (): void => {
    const seats = [...waiting.values()]
    waiting.clear()
    for (const { name } of seats) joins.set(name, Promise.withResolvers())
    const run = holdPlatforms({
      settings,
      seats,
      signal: controller.signal,
      onJoined: (name, joined) => {
        if (joined.kind === 'unavailable') onNotice(`${name} cannot be run here: ${joined.reason}`)
        joins.get(name)?.resolve(joined)
      },
      onAnswers: (answers) => opened.push(answers),
      onNotice,
    })
    runs.push(run)
  }
  return {
    seat: (seat) => {
      if (!joins.has(seat.name)) waiting.set(seat.name, seat)
    },
    join: async (name) => {
      // All of vitest's projects have their seat before a test of any of them runs.
      if (waiting.has(name)) start()
      return joins.get(name)?.promise ?? { kind: 'failed', reason: 'no project of this vitest is for this platform' }
    },
    tidy: async () => {
      const left = await Promise.all(opened.map((answers) => answers.close()))
      const count = left.reduce((sum, it) => sum + it, 0)
      if (count > 0) onNotice(`${count} containers that tests left open are removed`)
    },
    close: async () => {
      controller.abort(new HarnessError('interrupted', 'vitest has ended'))
      await Promise.all(runs)
    },
  }
}
