import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { asDigest } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { asObject, failContent, parseJson } from '../oci/json.ts'
import { decodeRecords, encodeRecord } from './layer-record-json.ts'
import type { Layer, LayerCompression } from './layer.ts'
import { createLayerRecords } from './layer-records.ts'

/** Records on one line: few lines, and none so long that it takes much memory. */
const recordsPerLine = 1000

const compressions: readonly LayerCompression[] = ['gzip', 'zstd', 'none']

/** A layer as gzip of lines of JSON: what it is, then its records. */
export function encodeLayer(digest: Digest, layer: Layer): AsyncIterable<Uint8Array> {
  return Readable.from(encodeLines(digest, layer)).pipe(createGzip({ level: 1, chunkSize: 256 * 1024 }))
}

function* encodeLines(digest: Digest, { records, ...layer }: Layer): Generator<string> {
  yield `${JSON.stringify({ digest, ...layer, records: records.length })}\n`
  for (let at = 0; at < records.length; at += recordsPerLine) {
    const length = Math.min(recordsPerLine, records.length - at)
    yield `${JSON.stringify(Array.from({ length }, (_, index) => encodeRecord(records.get(at + index))))}\n`
  }
}

/** @throws HarnessError `content-invalid` where it is not, to the last record, what was written for this digest */
export function decodeLayer(bytes: Buffer, digest: Digest): Layer {
  let start = 0
  const nextLine = (): unknown => {
    const end = bytes.indexOf(0x0a, start)
    if (end === -1) return failContent('the cached layer', 'ends early')
    const line = bytes.subarray(start, end)
    start = end + 1
    return parseJson(line, 'a line', line.byteLength)
  }
  const header = asObject(nextLine(), 'the first line')
  const count = header.integer('records')
  if (header.string('digest') !== digest) failContent('digest', 'is of another layer')
  const compression = compressions.find((name) => name === header.string('compression'))
  const records = createLayerRecords()
  while (records.length < count) {
    const line = decodeRecords(nextLine(), 'records')
    if (line.length === 0) failContent('records', 'are missing')
    for (const record of line) records.add(record)
  }
  return {
    diffId: header.required('diffId', asDigest),
    compression: compression ?? failContent('compression', 'is unknown'),
    unpackedBytes: header.integer('unpackedBytes'),
    records: records.finish(),
  }
}
