const blockBytes = 512

export interface TarFile {
  /** Absolute: `/probe/uname`. */
  readonly path: string
  readonly bytes: Uint8Array
  readonly mode: number
}

/**
 * An archive of these files and the folders they need, owned by root, as an engine unpacks it into a container. The
 * same files make the same bytes.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06 (ustar)
 */
export function createTar(files: readonly TarFile[]): Uint8Array {
  const blocks: Uint8Array[] = []
  for (const { path, bytes, mode } of files) {
    blocks.push(header(path.replace(/^\/+/, ''), bytes.byteLength, mode), bytes)
    const padding = (blockBytes - (bytes.byteLength % blockBytes)) % blockBytes
    if (padding > 0) blocks.push(new Uint8Array(padding))
  }
  blocks.push(new Uint8Array(2 * blockBytes))
  return Buffer.concat(blocks)
}

function header(name: string, sizeBytes: number, mode: number): Uint8Array {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`a path in an archive has at most 100 bytes: ${name}`)
  const block = Buffer.alloc(blockBytes)
  block.write(name, 0)
  block.write(octal(mode & 0o7777, 8), 100)
  block.write(octal(0, 8), 108)
  block.write(octal(0, 8), 116)
  block.write(octal(sizeBytes, 12), 124)
  block.write(octal(0, 12), 136)
  // The checksum is made as if its own field were blank.
  block.write(' '.repeat(8), 148)
  block.write('0', 156)
  block.write('ustar\u000000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`
}
