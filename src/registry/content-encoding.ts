import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { HarnessError } from '../errors.ts'
import { computeDigest, digestAlgorithm, type Digest } from '../oci/digest.ts'

const gunzipBytes = promisify(gunzip)

/**
 * A document whose answer says it is compressed, although nothing of the kind was accepted: some storage does so on its
 * own. The bytes the digest is of win; a label on bytes that are not compressed is ignored.
 *
 * @throws HarnessError `limit-exceeded`, `registry-invalid`
 */
export async function decompressDocument(
  bytes: Uint8Array,
  maxBytes: number,
  url: string,
  expected?: Digest,
): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  if (expected !== undefined && computeDigest(bytes, digestAlgorithm(expected)) === expected) return bytes
  try {
    return await gunzipBytes(bytes, { maxOutputLength: maxBytes })
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError
    throw new HarnessError(
      isTooLarge ? 'limit-exceeded' : 'registry-invalid',
      isTooLarge ? `${url} unpacks to more than ${maxBytes} bytes` : `${url} is not the gzip it says it is`,
      { cause, details: { url, maxBytes } },
    )
  }
}
