import { HarnessError } from '../errors.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import { formatRepository, type Reference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { ImageSource } from './source.ts'

/** An image in a registry. The client stays the caller's to close. */
export function openRegistrySource(client: RegistryClient, reference: Reference, name: string): ImageSource {
  return {
    name,
    repository: formatRepository(reference),
    readRoot: (signal) => client.getRoot(reference, signal),
    readManifest: async (descriptor, signal) => {
      const document = await client.getManifest(reference, descriptor.digest, signal)
      checkSize(descriptor, document.bytes.byteLength)
      return document satisfies Document<unknown>
    },
    readBlob: async (descriptor, maxBytes, signal) => {
      const bytes = await client.getBlob(reference, descriptor.digest, maxBytes, signal)
      checkSize(descriptor, bytes.byteLength)
      return bytes
    },
    openBlob: (descriptor, signal) => client.openBlob(reference, descriptor, signal),
    checkManifest: (digest, signal) => client.headManifest(reference, digest, signal),
    checkBlob: (digest, signal) => client.headBlob(reference, digest, signal),
    close: async () => undefined,
  }
}

// https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#properties
function checkSize({ sizeBytes, digest }: Descriptor, actualBytes: number): void {
  if (sizeBytes === actualBytes) return
  throw new HarnessError('size-mismatch', `${digest} has ${actualBytes} bytes, its descriptor says ${sizeBytes}`)
}
