import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { block, padded } from '../unit/image/tar-bytes.ts'

const mebibyte = 1024 * 1024

/** Writes a layer of so many small files, every twentieth a script, and one large one. */
export async function writeLargeLayer(path: string, files: number, mebibytes: number): Promise<void> {
  const file = await open(path, 'w')
  for (let at = 0; at < files; at += 1000) {
    const blocks = Array.from({ length: Math.min(1000, files - at) }, (_, index) => smallFile(at + index))
    await file.writeFile(gzipSync(Buffer.concat(blocks), { level: 1 }))
  }
  await file.writeFile(gzipSync(block({ name: 'opt/large', mode: 0o755, size: mebibytes * mebibyte })))
  // Noise that repeats within the reach of a decoder, so that the file is small and no bomb.
  const noise = randomBytes(16 * 1024)
  const member = gzipSync(Buffer.concat(Array.from({ length: 64 }, () => noise)))
  for (let at = 0; at < mebibytes; at++) await file.writeFile(member)
  await file.writeFile(gzipSync(Buffer.alloc(1024)))
  await file.close()
}

function smallFile(number: number): Buffer {
  const name = `usr/lib/python3/dist-packages/package${number % 500}/module_number_${number}.py`
  const isScript = number % 20 === 0
  const content = Buffer.from(isScript ? '#!/usr/bin/python3\n' : 'x'.repeat(number % 500))
  return Buffer.concat([block({ name, mode: isScript ? 0o755 : 0o644, size: content.byteLength }), padded(content)])
}
