import { HarnessError } from '../../../src/errors.ts'
import type { ImageSource } from '../../../src/image/source.ts'
import { computeDigest, digestAlgorithm, type Digest } from '../../../src/oci/digest.ts'
import { asObject } from '../../../src/oci/json.ts'
import { parseImageConfig, type ImageConfig } from '../../../src/oci/image-config.ts'
import { parseImageManifest, type ImageManifest } from '../../../src/oci/image-manifest.ts'
import type { ImageContent } from '../../support/content.ts'

/** A source of bytes that are in memory; it keeps the contract of every source, and counts what it was asked. */
export interface MemorySource extends ImageSource {
  /** Digests, in the order they were opened. */
  readonly opened: readonly Digest[]
  /** Puts other bytes in the place of those of a digest, or takes them away. */
  replace(digest: Digest, bytes: Uint8Array | undefined): void
}

export function createMemorySource(contents: readonly ImageContent[], pieceBytes = 10_000): MemorySource {
  const blobs = new Map<Digest, Uint8Array>()
  const opened: Digest[] = []
  for (const content of contents) {
    for (const { digest, bytes } of [content.document, ...content.blobs]) blobs.set(digest, bytes)
  }
  const find = (digest: Digest): Uint8Array => {
    const bytes = blobs.get(digest)
    if (bytes === undefined) throw new HarnessError('content-missing', `${digest} is not there`)
    return bytes
  }
  async function* stream(digest: Digest): AsyncGenerator<Uint8Array, void> {
    const bytes = find(digest)
    for (let at = 0; at < bytes.byteLength; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
    if (computeDigest(bytes, digestAlgorithm(digest)) !== digest)
      throw new HarnessError('digest-mismatch', 'other bytes')
  }
  const unused = (): never => {
    throw new Error('the layers need no manifest')
  }
  return {
    name: 'memory',
    opened,
    replace: (digest, bytes) => void (bytes === undefined ? blobs.delete(digest) : blobs.set(digest, bytes)),
    readRoot: unused,
    readManifest: unused,
    readBlob: async ({ digest }) => find(digest),
    async openBlob({ digest }, signal) {
      signal?.throwIfAborted()
      opened.push(digest)
      find(digest)
      return stream(digest)
    },
    checkManifest: unused,
    checkBlob: unused,
    close: async () => {},
  }
}

/** The manifest and config of an image that a test made. */
export function parseContent(content: ImageContent): {
  readonly manifest: ImageManifest
  readonly config: ImageConfig
} {
  const manifest = parseImageManifest(JSON.parse(Buffer.from(content.document.bytes).toString()))
  const config = content.blobs.find(({ digest }) => digest === manifest.config.digest)
  const value: unknown = JSON.parse(Buffer.from(config?.bytes ?? '{}').toString())
  return { manifest, config: parseImageConfig(asObject(value).has('rootfs') ? value : {}) }
}
