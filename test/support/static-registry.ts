import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Digest } from '../../src/oci/digest.ts'
import type { StoredBlob } from './content.ts'
import type { ImageRegistry } from './image-registry.ts'

/** A request as the registry saw it. */
export interface SeenRequest {
  readonly method: string
  /** `/v2/app/manifests/test` */
  readonly path: string
  /** How many were being answered, this one among them, when it came. */
  readonly inFlight: number
}

/** A registry in this process that serves whatever it was given, and counts what it was asked. */
export interface StaticRegistry extends ImageRegistry, AsyncDisposable {
  readonly requests: readonly SeenRequest[]
  /** What it answers when it is asked what refers to a digest; without, it knows no such question. */
  putReferrers(repository: string, digest: Digest, index: StoredBlob): void
  forgetRequests(): void
}

/** Starts one on a free port of loopback; every answer waits `latencyMs` first. */
export async function startStaticRegistry(options: { readonly latencyMs?: number } = {}): Promise<StaticRegistry> {
  const { latencyMs = 0 } = options
  const stored = new Map<string, StoredBlob>()
  const requests: SeenRequest[] = []
  let inFlight = 0

  const server = createServer((request, response) => {
    inFlight += 1
    requests.push({ method: request.method ?? '', path: request.url ?? '', inFlight })
    response.once('close', () => (inFlight -= 1))
    void delay(latencyMs).then(() => answer(stored, request, response))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))

  return {
    address: `127.0.0.1:${portOf(server.address())}`,
    requests,
    putReferrers: (repository, digest, index) => void stored.set(`/v2/${repository}/referrers/${digest}`, index),
    forgetRequests: () => void requests.splice(0),
    async putBlob(repository, blob) {
      stored.set(`/v2/${repository}/blobs/${blob.digest}`, blob)
    },
    async putManifest(repository, reference, document) {
      stored.set(`/v2/${repository}/manifests/${document.digest}`, document)
      stored.set(`/v2/${repository}/manifests/${reference}`, document)
    },
    async deleteBlob(repository, digest) {
      stored.delete(`/v2/${repository}/blobs/${digest}`)
    },
    async deleteManifest(repository, digest) {
      const prefix = `/v2/${repository}/manifests/`
      for (const [path, blob] of stored) if (path.startsWith(prefix) && blob.digest === digest) stored.delete(path)
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

function answer(stored: ReadonlyMap<string, StoredBlob>, request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/v2/') return void response.end('{}')
  if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end()
  const found = stored.get(request.url ?? '')
  if (found === undefined) {
    const code = request.url?.includes('/manifests/') ? 'MANIFEST_UNKNOWN' : 'BLOB_UNKNOWN'
    response.writeHead(404, { 'content-type': 'application/json' })
    return void response.end(JSON.stringify({ errors: [{ code, message: 'unknown' }] }))
  }
  response.writeHead(200, {
    'content-type': request.url?.includes('/blobs/') ? 'application/octet-stream' : found.mediaType,
    'content-length': found.bytes.length,
    'docker-content-digest': found.digest,
  })
  response.end(request.method === 'HEAD' ? undefined : found.bytes)
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}
