import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { UserConfig } from '../config/user-config.ts'
import { HarnessError } from '../errors.ts'
import type { Seat } from '../harness/project-seat.ts'
import type { KeeperNews, KeeperOrder } from './keeper-protocol.ts'

/** The process that keeps containers for this one, and outlives it until they are removed. */
export interface Keeper {
  /** Announces a project; the address its workers ask at. What is to be said goes to the first that listens. */
  seat(seat: Seat, onNotice: (message: string) => void): Promise<string>
  /** Tests will run again. */
  tidy(): void
  /** Settles when everything is removed. */
  close(): Promise<void>
}

const keepers = new Map<string, Keeper>()

/** A keeper for the projects of one configuration, by the name that it is found by. It starts with the first seat. */
export function createKeeper(settings: UserConfig): string {
  const id = randomUUID()
  keepers.set(id, openKeeper(settings))
  return id
}

export function findKeeper(id: string): Keeper {
  const keeper = keepers.get(id)
  if (keeper !== undefined) return keeper
  throw new HarnessError('internal', 'these projects are of another process', {
    hint: 'call definePlatformProjects() in the configuration of vitest itself',
  })
}

function openKeeper(settings: UserConfig): Keeper {
  let started: Promise<StartedKeeper> | undefined
  const start = (): Promise<StartedKeeper> => (started ??= startKeeper(settings))
  return {
    seat: async (seat, onNotice) => {
      const { address, announce } = await start()
      await announce(seat, onNotice)
      return address
    },
    tidy: () => void started?.then(({ tidy }) => tidy()).catch(() => undefined),
    close: async () => (await started?.catch(() => undefined))?.close(),
  }
}

interface StartedKeeper {
  readonly address: string
  readonly announce: (seat: Seat, onNotice: (message: string) => void) => Promise<void>
  readonly tidy: () => void
  readonly close: () => Promise<void>
}

async function startKeeper(settings: UserConfig): Promise<StartedKeeper> {
  // In a session of its own: Ctrl-C in a terminal is not meant for it.
  const child = fork(keeperFile(), [], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    execArgv: process.execArgv.filter((flag) => flag.startsWith('--conditions=')),
  })
  const opened = Promise.withResolvers<string>()
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const seated = new Map<string, () => void>()
  let listener: ((message: string) => void) | undefined
  const send = (order: KeeperOrder): void => {
    if (child.connected) child.send(order, () => undefined)
  }
  child.on('error', opened.reject)
  child.once('exit', (code, signal) => opened.reject(new Error(`it ended with ${signal ?? code}`)))
  child.on('message', (news: KeeperNews) => {
    switch (news.kind) {
      case 'open':
        return opened.resolve(news.address)
      case 'seated':
        return seated.get(news.name)?.()
      case 'failed':
        return opened.reject(new Error(news.message))
      case 'notice':
        return listener?.(news.message)
    }
  })
  send({ kind: 'open', settings })
  const address = await opened.promise.catch((cause: unknown) => {
    throw new HarnessError('internal', 'the process that keeps containers for vitest did not start', { cause })
  })
  return {
    address,
    announce: async (seat, onNotice) => {
      listener ??= onNotice
      await Promise.race([
        ended,
        new Promise<void>((resolve) => {
          seated.set(seat.name, resolve)
          send({ kind: 'seat', seat })
        }),
      ])
    },
    tidy: () => send({ kind: 'tidy' }),
    close: async () => {
      send({ kind: 'close' })
      await ended
    },
  }
}

function keeperFile(): string {
  const built = fileURLToPath(new URL('keeper-process.js', import.meta.url))
  return existsSync(built) ? built : fileURLToPath(new URL('keeper-process.ts', import.meta.url))
}
