import { createServer, type RequestListener } from 'node:http'

/** A server of this process that only this machine reaches. */
export interface LoopbackServer {
  /** `127.0.0.1:41234` */
  readonly address: string
  close(): Promise<void>
}

/** Serves HTTP on a free port, without holding the process. */
export async function listenOnLoopback(listener: RequestListener): Promise<LoopbackServer> {
  const server = createServer(listener)
  server.unref()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the registry has no port')
  return {
    address: `127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
