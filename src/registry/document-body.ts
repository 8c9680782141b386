import type { Digest } from '../oci/digest.ts'
import { readBody } from './body.ts'
import { redactUrl } from './redact.ts'
import type { HttpResponse } from './http-message.ts'

/** A whole body as its digest is of it: compression on the way is undone. @throws HarnessError `limit-exceeded` */
export async function readDocument(response: HttpResponse, maxBytes: number, expected?: Digest): Promise<Uint8Array> {
  const bytes = await readBody(response, maxBytes)
  if (response.header('content-encoding')?.toLowerCase() !== 'gzip') return bytes
  const { decompressDocument } = await import('./content-encoding.ts')
  return decompressDocument(bytes, maxBytes, redactUrl(response.url), expected)
}
