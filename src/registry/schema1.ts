import { readField } from './json-field.ts'

/**
 * What the digest of a signed manifest of schema 1 is of: the document without its signatures, which say themselves
 * how to cut it out. Bytes that hold no such signature stand for themselves.
 * https://github.com/distribution/distribution/blob/v2.8.3/docs/spec/manifest-v2-1.md#signed-manifests
 */
export function schema1Payload(bytes: Uint8Array): Uint8Array {
  const signatures = readField(parseQuietly(Buffer.from(bytes).toString()), 'signatures')
  const header = readField(Array.isArray(signatures) ? signatures[0] : undefined, 'protected')
  if (typeof header !== 'string') return bytes
  const format = parseFormat(header)
  if (format === undefined || format.length > bytes.byteLength) return bytes
  return Buffer.concat([bytes.subarray(0, format.length), format.tail])
}

function parseFormat(header: string): { readonly length: number; readonly tail: Uint8Array } | undefined {
  const value = parseQuietly(Buffer.from(header, 'base64url').toString())
  const length = readField(value, 'formatLength')
  const tail = readField(value, 'formatTail')
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0 || typeof tail !== 'string')
    return undefined
  return { length, tail: Buffer.from(tail, 'base64url') }
}

/** Whoever reads the document itself says what is wrong with it. */
function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
