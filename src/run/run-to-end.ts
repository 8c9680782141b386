import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerRequest, Engine } from '../engine/engine.ts'
import { toHarnessError } from '../errors.ts'
import { readEmulatorLine } from './emulator-log.ts'

/** What a program said that was to end by itself. */
export type Ended =
  /** Without an exit code it died and its container did not notice. */
  | { readonly kind: 'ended'; readonly lines: readonly string[]; readonly exitCode?: number }
  | { readonly kind: 'failed'; readonly reason: string }

const timeoutMs = 30_000
/** What was written together with the last words comes soon after them. */
const lastWordsMs = 50

/** Runs a container until it ends, or its emulator says that the guest is dead, and removes it. */
export async function runToEnd(engine: Engine, request: ContainerRequest, signal: AbortSignal): Promise<Ended> {
  const over = new AbortController()
  const bounded = AbortSignal.any([signal, over.signal, AbortSignal.timeout(timeoutMs)])
  const lines: string[] = []
  const died = Promise.withResolvers<undefined>()
  try {
    const started = await engine.startContainer({ ...request, signal: bounded })
    if (started.kind === 'refused') return { kind: 'ended', lines: [started.message], exitCode: started.exitCode }
    const { container } = started
    try {
      const logs = container.followLogs(({ text }) => {
        lines.push(text)
        if (readEmulatorLine(text)?.kind === 'signal') died.resolve(undefined)
      }, bounded)
      const exit = container.wait(bounded)
      // Where the engine goes away, both fail, and the first says all.
      for (const promise of [exit, logs]) promise.catch(() => undefined)
      const first = await Promise.race([exit, died.promise])
      await Promise.race([logs, sleep(first === undefined ? lastWordsMs : timeoutMs, undefined, { ref: false })])
      return { kind: 'ended', lines, ...(first === undefined ? {} : { exitCode: first.exitCode }) }
    } finally {
      over.abort()
      await container.remove()
    }
  } catch (thrown) {
    return { kind: 'failed', reason: toHarnessError(thrown).message }
  }
}
