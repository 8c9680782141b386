import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import type { CurrentRun } from './current-run.ts'

/** What a project of vitest's is told of its platform when its first test is about to run. */
export type Joined =
  | ({ readonly kind: 'up' } & CurrentRun)
  /** It cannot be run on this machine. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }

/** Asks who keeps the platforms' containers for a project's, and waits until that is up. */
export async function joinRun(address: string, project: string): Promise<Joined> {
  const socket = connect(address)
  const failure = new Promise<never>((_, reject) => {
    socket.once('error', (cause) => reject(new Error(`who keeps the containers does not answer`, { cause })))
    socket.once('close', () => reject(new Error('who keeps the containers has ended')))
  })
  failure.catch(() => undefined)
  socket.write(`${JSON.stringify(project)}\n`)
  const lines = createInterface({ input: socket })
  try {
    const line = new Promise<string>((resolve) => lines.once('line', resolve))
    const joined: Joined = JSON.parse(await Promise.race([line, failure]))
    return joined
  } finally {
    lines.close()
    socket.destroy()
  }
}
