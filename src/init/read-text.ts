import { open } from 'node:fs/promises'

/** Nothing that people write by hand is longer. */
const maxBytes = 1024 * 1024

/** A text file; undefined where there is none, or it is no text one would read. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    await using handle = await open(path)
    if (!(await handle.stat()).isFile()) return undefined
    const buffer = Buffer.alloc(maxBytes + 1)
    const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, 0)
    return bytesRead > maxBytes ? undefined : buffer.toString('utf8', 0, bytesRead)
  } catch {
    return undefined
  }
}
