import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import { inspect } from 'node:util'
import { HarnessError } from '../../src/errors.ts'
import { computeDigest, type Digest } from '../../src/oci/digest.ts'

/** A request as a server of a test saw it. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** How many requests of this method and path came before. */
  readonly nth: number
}

/** Answers a request any way a test wants, also not at all. */
export type Answer = (request: SeenRequest, response: ServerResponse) => void

/** A server that does what the test says, on a port of its own. */
export interface HostileRegistry extends AsyncDisposable {
  /** `127.0.0.1:40123` */
  readonly address: string
  /** With its scheme. */
  readonly origin: string
  readonly requests: readonly SeenRequest[]
  /** `GET /v2/app/manifests/1`, in the order they came. */
  seen(): readonly string[]
}

export interface TlsKeys {
  readonly key: string
  readonly cert: string
}

export async function startHostileRegistry(answer: Answer, tls?: TlsKeys): Promise<HostileRegistry> {
  const requests: SeenRequest[] = []
  const counts = new Map<string, number>()
  const listener: Parameters<typeof createServer>[1] = (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://any')
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const { method = '', headers } = incoming
      const nth = counts.get(`${method} ${url.pathname}`) ?? 0
      counts.set(`${method} ${url.pathname}`, nth + 1)
      const body = Buffer.concat(chunks)
      const request = { method, path: url.pathname, query: url.searchParams, headers, body, nth }
      requests.push(request)
      answer(request, response)
    })
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer({ ...tls }, listener)
  const { address, close } = await listen(server)
  return {
    address,
    origin: `${tls === undefined ? 'http' : 'https'}://${address}`,
    requests,
    seen: () => requests.map(({ method, path }) => `${method} ${path}`),
    [Symbol.asyncDispose]: close,
  }
}

/** Listens on a free port of loopback; closing cuts what is still open, and waits for it. */
export async function listen(server: Server): Promise<{ readonly address: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${portOf(server.address())}`,
    async close() {
      const closed = new Promise((resolve) => void server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** A document with its digest and type, ready to be served. */
export interface Served {
  readonly bytes: Buffer
  readonly digest: Digest
  readonly mediaType: string
}

export function served(value: unknown, mediaType = 'application/vnd.oci.image.index.v1+json'): Served {
  const bytes = Buffer.from(JSON.stringify(value))
  return { bytes, digest: computeDigest(bytes), mediaType }
}

/** An index of nothing, which is all most tests need to be answered with. */
export const anyIndex: Served = served({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.index.v1+json',
  manifests: [],
})

/** The right answer; HEAD gets its headers alone. */
export function serve(
  response: ServerResponse,
  { bytes, digest, mediaType }: Served,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, {
    'content-type': mediaType,
    'content-length': bytes.length,
    'docker-content-digest': digest,
    ...headers,
  })
  response.end(bytes)
}

/** A refusal in the words of the registry protocol. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
  message = 'not now',
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify({ errors: [{ code, message }] }))
}

/** The error of the run that a promise ends in, once none of the secrets is found anywhere in it. */
export async function failureOf(promise: Promise<unknown>, ...secrets: readonly string[]): Promise<HarnessError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof HarnessError)) throw new Error(`expected an error of the run, got ${inspect(thrown)}`)
  const shown = `${inspect(thrown, { depth: null, showHidden: true })}\n${thrown.stack}\n${thrown.hint}`
  for (const secret of secrets) if (shown.includes(secret)) throw new Error(`the error shows ${secret}: ${shown}`)
  return thrown
}

/** Everything a stream gives. */
export async function drain(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}
