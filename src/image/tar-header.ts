import { invalidLayer } from './layer-fault.ts'
import { readNumberField, readTextField } from './tar-field.ts'

export const blockBytes = 512

/**
 * One header block as it stands; extended headers may have the last word on any of it.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06 (ustar)
 */
export interface TarHeader {
  /** `0` file, `1` hardlink, `2` symlink, `5` directory, `x` extended header, …; old writers have a NUL for a file. */
  readonly typeFlag: string
  readonly name: string
  readonly linkName: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly sizeBytes: number
}

/** True for a block of zeros: two of them end an archive. */
export function isZeroBlock(block: Buffer): boolean {
  return block[0] === 0 && block[blockBytes - 1] === 0 && block.compare(zeroBlock) === 0
}

/** @throws LayerFault where the block is no header */
export function parseTarHeader(block: Buffer): TarHeader {
  if (!hasRightChecksum(block)) throw invalidLayer('it is no tar: the checksum of a header is wrong')
  const plainName = readTextField(block, 0, 100)
  const prefix = readPrefix(block)
  return {
    typeFlag: String.fromCharCode(block[156] ?? 0),
    name: prefix === '' ? plainName : `${prefix}/${plainName}`,
    linkName: readTextField(block, 157, 100),
    mode: readNumberField(block, 100, 8) & 0o7777,
    uid: readNumberField(block, 108, 8),
    gid: readNumberField(block, 116, 8),
    sizeBytes: readNumberField(block, 124, 12),
  }
}

const zeroBlock = Buffer.alloc(blockBytes)
const checksumStart = 148
const checksumEnd = 156
const magicStart = 257

/** ustar has a prefix of 155 bytes, star one of 131; in GNU's own format these bytes mean something else. */
function readPrefix(block: Buffer): string {
  if (block.toString('latin1', magicStart, magicStart + 6) !== 'ustar\0') return ''
  const isStar = block.toString('latin1', 508, 512) === 'tar\0'
  return readTextField(block, 345, isStar ? 131 : 155)
}

/** The sum of all bytes, its own field taken as blanks; old writers summed signed bytes. */
function hasRightChecksum(block: Buffer): boolean {
  let unsigned = 0
  let highBytes = 0
  for (let at = 0; at < blockBytes; at++) {
    const byte = at >= checksumStart && at < checksumEnd ? 0x20 : (block[at] ?? 0)
    unsigned += byte
    if (byte > 127) highBytes++
  }
  const written = readNumberField(block, checksumStart, 8)
  return written === unsigned || written === unsigned - 256 * highBytes
}
