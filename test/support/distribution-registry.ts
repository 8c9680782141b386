import type { StoredBlob } from './content.ts'
import type { ImageRegistry } from './image-registry.ts'

/** A running distribution registry on loopback, spoken to by plain HTTP; @default the one in the environment. */
export function openDistributionRegistry(address = requiredAddress()): ImageRegistry {
  const url = (path: string): string => `http://${address}/v2/${path}`
  return {
    address,
    putBlob: (repository, blob) => putBlob(url(`${repository}/blobs/uploads/`), blob),
    async putManifest(repository, reference, { bytes, mediaType }) {
      const headers = { 'content-type': mediaType }
      await send('PUT', url(`${repository}/manifests/${reference}`), { headers, body: new Uint8Array(bytes) })
    },
    async deleteBlob(repository, digest) {
      await send('DELETE', url(`${repository}/blobs/${digest}`))
    },
    async deleteManifest(repository, digest) {
      await send('DELETE', url(`${repository}/manifests/${digest}`))
    },
  }
}

async function putBlob(uploads: string, { bytes, digest }: StoredBlob): Promise<void> {
  const started = await send('POST', uploads)
  const location = new URL(started.headers.get('location') ?? uploads, uploads)
  location.searchParams.set('digest', digest)
  const headers = { 'content-type': 'application/octet-stream' }
  await send('PUT', location.href, { headers, body: new Uint8Array(bytes) })
}

async function send(method: string, url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { method, ...init })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`)
  return response
}

function requiredAddress(): string {
  const address = process.env['EVERYARCH_TEST_REGISTRY']
  if (address) return address
  throw new Error('no registry to test with: start one with scripts/engine up, then eval "$(scripts/engine env)"')
}
