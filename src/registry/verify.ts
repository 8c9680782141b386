import { HarnessError } from '../errors.ts'
import { computeDigest, digestAlgorithm, type Digest } from '../oci/digest.ts'

/** The digest of bytes, which must be the one expected where there is one. @throws HarnessError `digest-mismatch` */
export function verifyDigest(bytes: Uint8Array, expected: Digest | undefined, url: string): Digest {
  const digest = computeDigest(bytes, expected === undefined ? 'sha256' : digestAlgorithm(expected))
  if (expected !== undefined && digest !== expected) throw digestMismatch(url, expected, digest)
  return digest
}

/** Other bytes came than the digest promises. */
export function digestMismatch(url: string, expected: Digest, actual: Digest): HarnessError {
  return new HarnessError('digest-mismatch', `${url} holds ${actual}, not ${expected}`, {
    hint: 'the content was damaged or replaced on its way or in the registry: push it again',
    details: { url, expected, actual },
  })
}

/** More or fewer bytes came than the descriptor promises. */
export function sizeMismatch(url: string, expectedBytes: number, receivedBytes: number): HarnessError {
  const found = receivedBytes > expectedBytes ? 'more than' : `only ${receivedBytes} of`
  return new HarnessError('digest-mismatch', `${url} holds ${found} the ${expectedBytes} bytes promised`, {
    hint: 'the descriptor or the content is wrong: push the image again',
    details: { url, expectedBytes, receivedBytes },
  })
}
