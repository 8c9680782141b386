import type { Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { createFrameSplitter, type FrameSplitter } from './decompress-zstd-frames.ts'
import type { LayerFeed } from './layer-feed.ts'
import { invalidLayer } from './layer-fault.ts'
import type { LayerCompression } from './layer.ts'

/** Large pieces keep the decoder's threads busy while this one hashes and parses. */
const pieceBytes = 512 * 1024
const joinedBytes = 256 * 1024

/**
 * Unpacks a blob as it comes, on Node's thread pool; a piece may be used until the next one is asked for. What its
 * source throws comes through; damaged data is a `LayerFault`. Data of several members or frames is one.
 */
export function decompress(feed: LayerFeed, compression: LayerCompression): AsyncGenerator<Uint8Array, void> {
  switch (compression) {
    case 'none':
      return takeAll(feed)
    case 'gzip':
      return decode(feed, createGunzip({ chunkSize: pieceBytes }))
    case 'zstd':
      return decode(feed, createZstdDecompress({ chunkSize: pieceBytes }), createFrameSplitter())
  }
}

async function* takeAll(feed: LayerFeed): AsyncGenerator<Uint8Array, void> {
  for (let chunk = await feed.next(); chunk !== undefined; chunk = await feed.next()) yield chunk
}

async function* decode(
  feed: LayerFeed,
  decoder: Transform,
  splitter?: FrameSplitter,
): AsyncGenerator<Uint8Array, void> {
  // Errors are taken from the iteration below; one more that comes after it must not end the process.
  decoder.on('error', () => {})
  const filling = fill(feed, decoder, splitter)
  try {
    for await (const chunk of decoder) {
      const bytes = toBytes(chunk)
      yield bytes
      release(bytes)
    }
  } catch (cause) {
    const filled = await filling
    if (filled.kind === 'failed') throw filled.error
    if (filled.kind === 'empty') return
    throw invalidLayer(describeDamage(cause), cause)
  } finally {
    decoder.destroy()
    await filling
  }
  const filled = await filling
  if (filled.kind === 'failed') throw filled.error
}

type Filled = { readonly kind: 'filled' | 'empty' } | { readonly kind: 'failed'; readonly error: unknown }

/** Gives all of a blob to a decoder; never rejects. */
async function fill(feed: LayerFeed, decoder: Transform, splitter: FrameSplitter | undefined): Promise<Filled> {
  // A decoder whose data has ended takes no more, and says so by closing.
  const closed = new Promise<void>((resolve) => void decoder.once('close', () => resolve()))
  let written: Promise<void> | undefined
  try {
    for await (const piece of joinPieces(feed)) {
      const parts = splitter?.split(piece) ?? [piece]
      await written
      if (decoder.destroyed) return { kind: 'filled' }
      for (const part of parts) {
        written = Promise.race([closed, new Promise<void>((resolve) => void decoder.write(part, () => resolve()))])
      }
    }
    if (splitter?.isBetweenFrames === false) throw invalidLayer('its zstd data ends early')
    if (written !== undefined) decoder.end()
    else decoder.destroy()
    return { kind: written === undefined ? 'empty' : 'filled' }
  } catch (error) {
    decoder.destroy()
    return { kind: 'failed', error }
  }
}

/**
 * Joins what comes in small pieces, since each costs a turn of the thread pool. A piece may be used until the one after
 * the next is asked for.
 */
async function* joinPieces(feed: LayerFeed): AsyncGenerator<Uint8Array, void> {
  const buffers: Buffer[] = []
  let joined: Buffer = Buffer.alloc(0)
  let length = 0
  for (let chunk = await feed.next(); chunk !== undefined; chunk = await feed.next()) {
    if (length + chunk.byteLength > joined.byteLength) {
      if (length > 0) yield joined.subarray(0, length)
      joined = buffers.length < 2 ? Buffer.allocUnsafe(joinedBytes) : (buffers.shift() ?? joined)
      buffers.push(joined)
      length = 0
    }
    if (chunk.byteLength > joined.byteLength) yield chunk
    else {
      joined.set(chunk, length)
      length += chunk.byteLength
    }
  }
  if (length > 0) yield joined.subarray(0, length)
}

function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk
  throw new TypeError('a decoder gave something else than bytes')
}

/**
 * Gives back the memory of a piece that ends its buffer: the decoder, which fills buffers from start to end, is done
 * with that one. Left to the garbage collector, a large layer has it run all the time.
 */
function release({ buffer, byteOffset, byteLength }: Uint8Array): void {
  const isDone = buffer.byteLength === pieceBytes && byteOffset + byteLength === pieceBytes
  if (isDone && buffer instanceof ArrayBuffer) buffer.transfer(0)
}

function describeDamage(cause: unknown): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  if (code === 'Z_BUF_ERROR') return 'its compressed data ends early'
  const reason = cause instanceof Error ? cause.message : String(cause)
  return `its compressed data is damaged (${reason})`
}
