import type { Readable } from 'node:stream'

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | Readable
  /**
   * Documents want to be there soon, streams want to flow; and streams that are read slowly must not keep documents
   * waiting for a connection.
   *
   * @default 'document'
   */
  readonly lane?: 'document' | 'stream'
  readonly signal?: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  /** The address that answered. */
  readonly url: URL
  /** By its name in lower case; several of one name are joined by commas. */
  header(name: string): string | undefined
  /** To be read once; whoever stops early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Sends one request and returns its answer, whatever its status. */
export interface Sender {
  /** @throws what the network throws */
  send(request: HttpRequest): Promise<HttpResponse>
  close(): Promise<void>
}

/** A header as it is sent, once or several times. */
export function joinHeader(value: string | readonly string[] | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : value.join(', ')
}
