import { createServer, type Socket } from 'node:net'
import { noWants } from '../config/answer-wants.ts'
import { timeRequests } from './time-requests.ts'

const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok'
const requests = 100

/** What requests take on a server that does nothing: the cost of measuring them. In milliseconds. */
export async function timeNullServer(signal: AbortSignal): Promise<readonly number[]> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    // It has one client, whose requests fit into a packet.
    socket.on('data', () => socket.write(answer))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  try {
    const address = server.address()
    if (address === null || typeof address === 'string') return []
    const condition = { scheme: 'http', path: '/', wants: noWants } as const
    const place = { host: '127.0.0.1', port: address.port }
    const { durations } = await timeRequests({ condition, address: place, count: requests, longestMs: 5000, signal })
    return durations
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}
