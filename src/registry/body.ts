import { HarnessError } from '../errors.ts'
import { redactUrl } from './redact.ts'
import type { HttpResponse } from './http-message.ts'

/** More of an unwanted answer than this is cheaper to cut off than to read for the connection's sake. */
const maxDiscardedBytes = 64 * 1024

/** Reads what is left of a body nobody wants, so that its connection can be used again. */
export async function discardBody(response: HttpResponse): Promise<void> {
  let seen = 0
  try {
    for await (const chunk of response.body) {
      seen += chunk.byteLength
      if (seen > maxDiscardedBytes) break
    }
  } catch {
    // It was not wanted anyway; what is wrong with the connection will show on the next one.
  }
}

/** Closes the connection of an answer whose body is not worth reading. */
export async function cutBody(response: HttpResponse): Promise<void> {
  try {
    for await (const _ of response.body) break
  } catch {
    // As above.
  }
}

/** A body, whole. @throws HarnessError `limit-exceeded`, before reading where the length is told */
export async function readBody(response: HttpResponse, maxBytes: number): Promise<Uint8Array> {
  const declared = contentLength(response)
  if (declared !== undefined && declared > maxBytes) {
    await cutBody(response)
    throw tooLarge(response, `${declared} bytes`, maxBytes)
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge(response, 'more', maxBytes)
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
}

/** The start of a body as text, for messages; empty where it breaks off. */
export async function readStart(response: HttpResponse, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body) {
      chunks.push(chunk)
      size += chunk.byteLength
      if (size >= maxBytes) break
    }
  } catch {
    // What came before is worth showing.
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString()
}

/** `Content-Length`, where it is a number. */
export function contentLength(response: HttpResponse): number | undefined {
  const text = response.header('content-length')
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function tooLarge(response: HttpResponse, found: string, maxBytes: number): HarnessError {
  const url = redactUrl(response.url)
  return new HarnessError('limit-exceeded', `${url} holds ${found}, the limit is ${maxBytes} bytes`, {
    details: { url, maxBytes },
    hint: 'this is no document of an image, or one that is made to fill memory',
  })
}
