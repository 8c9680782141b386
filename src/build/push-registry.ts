import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { HarnessError, toHarnessError } from '../errors.ts'
import { isDigest } from '../oci/digest.ts'
import { listenOnLoopback } from './listen-on-loopback.ts'
import type { PushStore } from './push-store.ts'

/** No registry takes larger ones. https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests */
const maxManifestBytes = 4 * 1024 * 1024

/** A registry in this process, on loopback, that builders push to and nobody reads. */
export interface PushRegistry {
  /** `127.0.0.1:41234/everyarch/5f0c…/0`, where the first store is. */
  nameOf(place: number): string
  /** True when anybody has asked it anything. */
  isReached(): boolean
  /** What first kept it from taking something. */
  failure(): HarnessError | undefined
  close(): Promise<void>
}

/**
 * Takes pushes for several stores. Tags are taken for what they point at: the stores keep digests alone.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#push
 */
export async function openPushRegistry(stores: readonly PushStore[]): Promise<PushRegistry> {
  const base = `everyarch/${randomBytes(8).toString('hex')}`
  let isReached = false
  let failure: HarnessError | undefined
  const server = await listenOnLoopback((request, response) => {
    isReached = true
    answer(request, response, base, stores).catch((thrown: unknown) => {
      failure ??= toHarnessError(thrown)
      // Builders try again after a 5xx; what keeps us from taking it will not go away.
      request.resume()
      if (response.headersSent) response.destroy()
      else send(response, 400, {}, { errors: [{ code: 'UNSUPPORTED', message: failure.message }] })
    })
  })
  return {
    nameOf: (place) => `${server.address}/${base}/${place}`,
    isReached: () => isReached,
    failure: () => failure,
    close: server.close,
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  base: string,
  stores: readonly PushStore[],
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (pathname === '/v2/' || pathname === '/v2') return send(response, 200, {})
  const [, place = '', kind, rest = ''] =
    /^\/(\d+)\/(blobs|manifests)\/(.+)$/.exec(after(pathname, `/v2/${base}`)) ?? []
  const store = stores[Number(place || Number.NaN)]
  const called = decodeURIComponent(rest)
  const prefix = `/v2/${base}/${place}`
  if (store === undefined) return send(response, 404, {})
  if (request.method === 'HEAD') {
    if (!isDigest(called)) return send(response, 404, {})
    const isThere = kind === 'blobs' ? await store.hasBlob(called) : await store.hasManifest(called)
    return send(response, isThere ? 200 : 404, isThere ? { 'docker-content-digest': called } : {})
  }
  if (kind === 'blobs' && called.startsWith('uploads/')) {
    if (request.method === 'POST') {
      const location = `${prefix}/blobs/uploads/${randomBytes(8).toString('hex')}`
      return send(response, 202, { location, 'content-length': '0' })
    }
    if (request.method === 'PUT') return takeBlob(request, response, prefix, searchParams.get('digest'), store)
  }
  if (kind === 'manifests' && request.method === 'PUT') {
    const digest = await store.putManifest(await readBody(request), request.headers['content-type'] ?? '')
    return send(response, 201, { location: `${prefix}/manifests/${digest}`, 'docker-content-digest': digest })
  }
  send(response, 405, {})
}

/** In one piece, as BuildKit and the engine send it. */
async function takeBlob(
  request: IncomingMessage,
  response: ServerResponse,
  prefix: string,
  digest: string | null,
  store: PushStore,
): Promise<void> {
  const sizeBytes = Number(request.headers['content-length'] ?? Number.NaN)
  if (!isDigest(digest) || !Number.isSafeInteger(sizeBytes)) return send(response, 411, {})
  await store.putBlob({ digest, sizeBytes, content: request })
  // Where it came there by another way meanwhile, nothing was read.
  request.resume()
  send(response, 201, { location: `${prefix}/blobs/${digest}`, 'docker-content-digest': digest })
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue
    size += chunk.byteLength
    if (size > maxManifestBytes) throw new HarnessError('limit-exceeded', 'the builder pushed a manifest above 4 MiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function after(path: string, prefix: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) : ''
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body?: object,
): void {
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  response.writeHead(status, { ...headers, ...type }).end(body === undefined ? undefined : JSON.stringify(body))
}
