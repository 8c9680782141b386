import type { Socket } from 'node:net'
import type { Joined } from '../harness/join.ts'
import { readLimitedLines } from '../run/limited-lines.ts'
import { openSocketServer, type SocketServer } from '../run/socket-server.ts'

const longestNameBytes = 1000

/** Answers vitest's workers, which each ask by the name of a platform. */
export async function openJoinServer(join: (name: string) => Promise<Joined>): Promise<SocketServer> {
  return openSocketServer((socket) => {
    answer(socket, join).catch(() => socket.destroy())
  })
}

async function answer(socket: Socket, join: (name: string) => Promise<Joined>): Promise<void> {
  for await (const line of readLimitedLines(socket, longestNameBytes)) {
    const name: unknown = JSON.parse(line)
    if (typeof name === 'string') socket.write(`${JSON.stringify(await join(name))}\n`)
  }
}
