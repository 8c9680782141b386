/** A blob that is taken piece by piece, by whoever wants the next piece; errors of its source come through as they are. */
export interface LayerFeed {
  /** Undefined at the end. */
  next(): Promise<Uint8Array | undefined>
  /** Puts a piece back, to be the next one. */
  unread(chunk: Uint8Array): void
  readonly consumedBytes: number
  /** Reads what is left, so that its source compares size and digest. */
  drain(): Promise<void>
  /** Tells the source that nothing more is wanted. */
  close(): Promise<void>
}

export function createLayerFeed(blob: AsyncIterable<Uint8Array>): LayerFeed {
  const iterator = blob[Symbol.asyncIterator]()
  const unread: Uint8Array[] = []
  let consumedBytes = 0
  const next = async (): Promise<Uint8Array | undefined> => {
    const chunk = unread.pop() ?? (await iterator.next()).value
    if (!(chunk instanceof Uint8Array)) return undefined
    consumedBytes += chunk.byteLength
    return chunk
  }
  return {
    next,
    unread(chunk) {
      consumedBytes -= chunk.byteLength
      unread.push(chunk)
    },
    get consumedBytes() {
      return consumedBytes
    },
    async drain() {
      while ((await next()) !== undefined);
    },
    async close() {
      await iterator.return?.()
    },
  }
}

/** At least so many first bytes in one piece, fewer only where there are no more. They are still to be taken. */
export async function peekFeed(feed: LayerFeed, bytes: number): Promise<Uint8Array> {
  let start: Uint8Array = new Uint8Array()
  while (start.byteLength < bytes) {
    const chunk = await feed.next()
    if (chunk === undefined) break
    start = start.byteLength === 0 ? chunk : Buffer.concat([start, chunk])
  }
  if (start.byteLength > 0) feed.unread(start)
  return start
}
