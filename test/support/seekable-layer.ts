import { gzipSync } from 'node:zlib'
import { computeDigest } from '../../src/oci/digest.ts'
import { uniqueText } from './content.ts'
import { type Layer, type LayerEntry, packTar } from './layer.ts'

const blockBytes = 512
const endBytes = 2 * blockBytes

/**
 * A layer as eStargz has it: a gzip member for each entry, one with a table of contents, and one without content whose
 * header says where that table is.
 * https://github.com/containerd/stargz-snapshotter/blob/main/docs/estargz.md
 */
export async function seekableLayer(entries: readonly LayerEntry[]): Promise<Layer> {
  const all = [
    { path: '.no.prefetch.landmark', bytes: Buffer.of(0x0f) },
    ...entries,
    { path: '.unique', text: uniqueText() },
  ]
  const members = await Promise.all(all.map(async (entry) => withoutEnd(await packTar([entry]))))
  const names = all.map(({ path }) => ({ name: path.replace(/^\//, ''), type: 'reg' }))
  const table = await packTar([{ path: 'stargz.index.json', text: JSON.stringify({ version: 1, entries: names }) }])
  const packed = members.map((member) => gzipSync(member))
  const tableAt = packed.reduce((sum, { byteLength }) => sum + byteLength, 0)
  return {
    bytes: Buffer.concat([...packed, gzipSync(table), footer(tableAt)]),
    diffId: computeDigest(Buffer.concat([...members, table])),
    compression: 'gzip',
  }
}

/** A tar without the blocks that end it. */
function withoutEnd(tar: Buffer): Buffer {
  return tar.subarray(0, tar.byteLength - endBytes)
}

/** 51 bytes: a header with an extra field, and a stored block of nothing. https://www.rfc-editor.org/rfc/rfc1952 */
function footer(tableAt: number): Buffer {
  const place = Buffer.from(`${tableAt.toString(16).padStart(16, '0')}STARGZ`)
  const header = Buffer.of(
    0x1f,
    0x8b,
    8,
    4,
    0,
    0,
    0,
    0,
    0,
    0xff,
    place.byteLength + 4,
    0,
    0x53,
    0x47,
    place.byteLength,
    0,
  )
  return Buffer.concat([header, place, Buffer.of(1, 0, 0, 0xff, 0xff), Buffer.alloc(8)])
}
