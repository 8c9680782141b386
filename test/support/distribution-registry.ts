import type { Digest } from '../../src/oci/digest.ts'
import type { StoredBlob } from './content.ts'
import type { ImageRegistry } from './image-registry.ts'

/** A running distribution registry on loopback, spoken to by plain HTTP; @default the one in the environment. */
export function openDistributionRegistry(address = requiredAddress()): ImageRegistry {
  const url = (path: string): string => `http://${address}/v2/${path}`
  // Base layers are in many images: a registry takes them over from a repository that has them.
  const holders = new Map<Digest, string>()
  return {
    address,
    async putBlob(repository, blob) {
      const from = holders.get(blob.digest) ?? repository
      await putBlob(url(`${repository}/blobs/uploads/?mount=${blob.digest}&from=${from}`), blob)
      holders.set(blob.digest, repository)
    },
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
  if (started.status === 201) return
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
