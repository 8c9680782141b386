import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from './observation.ts'
import { parseConnections, parseListeningSockets } from './sockets.ts'

export interface TcpQuestion {
  /** Inside the container. */
  readonly port: number
  /** Where it is reached from here. */
  readonly address: { readonly host: string; readonly port: number }
  /** The kernel's tables of the container's sockets. */
  readonly readTables: () => Promise<string>
  readonly timeoutMs: number
}

const lookEveryMs = 30

/**
 * Connects to a port, and believes only the application: an engine's proxy takes connections that nobody answers, and
 * the kernel those of an application that is stuck. So either it sends something, or its own socket table shows that it
 * took the connection.
 */
export async function askTcp(
  { port, address, readTables, timeoutMs }: TcpQuestion,
  signal: AbortSignal,
): Promise<Answer> {
  const before = await readTables()
  const known = new Set(parseConnections(before, port).map(({ peer }) => peer))
  const visit = startVisit(address)
  try {
    const endAtMs = performance.now() + timeoutMs
    let tables = before
    for (let isOver = false; !isOver;) {
      await sleep(lookEveryMs, undefined, { signal })
      // One that was closed may have been taken before.
      isOver = performance.now() > endAtMs || visit.isClosed()
      if (visit.receivedBytes() > 0) return { kind: 'good', proof: `answered on ${port}` }
      tables = await readTables()
      const isTaken = parseConnections(tables, port).some((it) => it.isTaken && !known.has(it.peer))
      if (isTaken) return { kind: 'good', proof: `took a connection on ${port}` }
    }
    const isListening = parseListeningSockets(tables).some((it) => it.port === port && !it.loopbackOnly)
    const problem = isListening ? 'it took no connection' : 'nothing listens'
    return { kind: 'none', reason: `${problem} on ${port}` }
  } finally {
    visit.end()
  }
}

function startVisit({ host, port }: TcpQuestion['address']) {
  let isClosed = false
  const socket: Socket = connect({ host, port })
  socket.on('error', () => (isClosed = true))
  socket.on('end', () => (isClosed = true))
  // What it says is not looked at: that it says something is enough.
  socket.once('data', () => socket.pause())
  return {
    isClosed: () => isClosed,
    receivedBytes: () => socket.bytesRead,
    end: () => void socket.destroy(),
  }
}
