import { createHash, type Hash } from 'node:crypto'
import { HarnessError } from '../errors.ts'
import { quoteText } from './quote.ts'

/**
 * `algorithm:encoded`, of a registered algorithm.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests
 */
export type Digest = `${DigestAlgorithm}:${string}`
/** The algorithms that an image may be named by. */
export type DigestAlgorithm = 'sha256' | 'sha512'

const encodedLength: Record<DigestAlgorithm, number> = { sha256: 64, sha512: 128 }

/** True for a digest of a registered algorithm with the right number of lower-case hexadecimal digits. */
export function isDigest(text: unknown): text is Digest {
  if (typeof text !== 'string') return false
  const match = /^(sha256|sha512):([a-f0-9]+)$/.exec(text)
  return match !== null && match[2]?.length === encodedLength[match[1] === 'sha512' ? 'sha512' : 'sha256']
}

/** @throws HarnessError `reference-invalid` */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text
  throw new HarnessError('reference-invalid', `${quoteText(text)} is not a digest`, {
    hint: 'a digest is sha256: and 64 lower-case hexadecimal digits',
  })
}

/** The algorithm of a digest. */
export function digestAlgorithm(digest: Digest): DigestAlgorithm {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256'
}

/** The digest of bytes, with sha256 unless another algorithm is named. */
export function computeDigest(bytes: Uint8Array, algorithm: DigestAlgorithm = 'sha256'): Digest {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}

/** A running hash for a stream that must end in `digest`. */
export function createDigester(digest: Digest): { update(chunk: Uint8Array): void; finish(): Digest } {
  const algorithm = digestAlgorithm(digest)
  const hash: Hash = createHash(algorithm)
  return { update: (chunk) => void hash.update(chunk), finish: () => `${algorithm}:${hash.digest('hex')}` }
}

/** `sha256:` and the first twelve digits, for people. */
export function shortDigest(digest: Digest): string {
  return digest.slice(0, digest.indexOf(':') + 13)
}
