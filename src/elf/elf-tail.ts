/** The last bytes of something that passes by. */
export interface Tail {
  push(bytes: Uint8Array): void
  /** At most as many as the tail holds, the last one last. */
  bytes(): Buffer
}

/** A ring: each byte is copied once, however small the pieces are. */
export function createTail(maxBytes: number): Tail {
  let ring: Buffer | undefined
  let total = 0
  let straight: Buffer | undefined
  return {
    push: (bytes) => {
      const recent = bytes.byteLength > maxBytes ? bytes.subarray(-maxBytes) : bytes
      ring ??= Buffer.allocUnsafe(maxBytes)
      const start = (total + bytes.byteLength - recent.byteLength) % maxBytes
      const first = recent.subarray(0, maxBytes - start)
      ring.set(first, start)
      ring.set(recent.subarray(first.byteLength), 0)
      total += bytes.byteLength
      straight = undefined
    },
    bytes: () => {
      if (ring === undefined) return Buffer.alloc(0)
      if (total <= maxBytes) return ring.subarray(0, total)
      const start = total % maxBytes
      return (straight ??= Buffer.concat([ring.subarray(start), ring.subarray(0, start)]))
    },
  }
}
