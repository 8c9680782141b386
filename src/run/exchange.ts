import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestTls } from 'node:https'
import { checkServerIdentity } from 'node:tls'
import type { CertificateTrust } from '../plan/condition.ts'
import { describeFailure, type ExchangeFailure } from './exchange-failure.ts'

/** A request for one path, to where a container's port is reached. */
export interface ExchangeRequest {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly port: number
  /** Path and query. */
  readonly path: string
  /** What the `Host` header says: `127.0.0.1:32768`. */
  readonly authority: string
  /** The name the user gave the application, for which its certificate must be. */
  readonly serverName?: string
  readonly trust?: CertificateTrust
  readonly cookies: readonly string[]
  readonly timeoutMs: number
}

/** What came back. */
export interface HttpAnswer {
  readonly kind: 'answered'
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** True when there is more of the body than was kept. */
  readonly isCut: boolean
}

const maxHeadBytes = 64 * 1024
/** What is kept to be looked into. */
const keptBodyBytes = 1024 * 1024
/** A body that does not say its length, and goes on after this, has no end. */
export const endlessBodyBytes = 16 * 1024 * 1024

/** Asks once, over a connection of its own. Never throws: what goes wrong is what is returned. */
export async function exchange(asked: ExchangeRequest, signal: AbortSignal): Promise<HttpAnswer | ExchangeFailure> {
  const deadline = AbortSignal.timeout(asked.timeoutMs)
  const over = AbortSignal.any([signal, deadline])
  const sending = send(asked, over)
  try {
    const answer = await readAnswer(await sending.response)
    // A body that ends with its connection seems to end when that is cut from here.
    over.throwIfAborted()
    return answer
  } catch (error) {
    const receivedBytes = sending.receivedBytes()
    return describeFailure(error, { receivedBytes, timedOutMs: deadline.aborted ? asked.timeoutMs : undefined })
  } finally {
    sending.end()
  }
}

function send(asked: ExchangeRequest, signal: AbortSignal) {
  const { scheme, host, port, path, authority, serverName, trust, cookies } = asked
  const options: RequestOptions = {
    host,
    port,
    path,
    agent: false,
    maxHeaderSize: maxHeadBytes,
    headers: {
      host: authority,
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'everyarch',
      connection: 'close',
      ...(cookies.length === 0 ? {} : { cookie: cookies.join('; ') }),
    },
    signal,
  }
  const request =
    scheme === 'http'
      ? requestPlain(options)
      : requestTls({
          ...options,
          servername: serverName ?? 'localhost',
          rejectUnauthorized: trust?.kind !== 'any',
          // A test certificate is as often for localhost as for the address.
          checkServerIdentity: (name, certificate) =>
            checkServerIdentity(name, certificate) &&
            (serverName === undefined
              ? checkServerIdentity(host, certificate)
              : checkServerIdentity(name, certificate)),
          ...(trust?.kind === 'authority' ? { ca: trust.pem } : {}),
        })
  const { promise: response, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  let receivedBytes = (): number => 0
  request.once('socket', (socket) => (receivedBytes = () => socket.bytesRead))
  request.once('response', resolve)
  request.on('error', reject)
  request.end()
  return { response, receivedBytes: () => receivedBytes(), end: () => void request.destroy() }
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer | ExchangeFailure> {
  const kept: Buffer[] = []
  const declaredBytes = Number(response.headers['content-length'] ?? Number.NaN)
  let bytes = 0
  let isCut = false
  for await (const chunk of response) {
    const piece = Buffer.from(chunk)
    if (bytes < keptBodyBytes) kept.push(piece.subarray(0, keptBodyBytes - bytes))
    bytes += piece.byteLength
    isCut = bytes > keptBodyBytes
    // A body that says how long it is has an end.
    if (isCut && declaredBytes > bytes) break
    if (bytes > endlessBodyBytes) {
      return {
        kind: 'wrong',
        problem: `answered without end: ${endlessBodyBytes / 1024 ** 2} MiB and more`,
        status: response.statusCode ?? 0,
        isLasting: true,
      }
    }
  }
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(kept).toString('utf8'),
    isCut,
  }
}
