import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that is still being written is younger than this; an older one was left by a process that was killed. */
const abandonedAfterMs = 60 * 60 * 1000

/** Removes what was not used for longest until the rest fits, and what was never finished. */
export async function trimLayerCache(root: string, maxBytes: number, temporarySuffix: string): Promise<void> {
  const files = (await listFiles(root)).toSorted((a, b) => b.usedMs - a.usedMs)
  let keptBytes = 0
  for (const file of files) {
    const isTemporary = file.path.endsWith(temporarySuffix)
    if (isTemporary && Date.now() - file.usedMs < abandonedAfterMs) continue
    keptBytes += file.sizeBytes
    if (isTemporary || keptBytes > maxBytes) await rm(file.path, { force: true }).catch(() => {})
  }
}

interface CachedFile {
  readonly path: string
  readonly sizeBytes: number
  readonly usedMs: number
}

async function listFiles(root: string): Promise<readonly CachedFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        const found = await stat(path).catch(() => undefined)
        return found === undefined ? [] : [{ path, sizeBytes: found.size, usedMs: found.mtimeMs }]
      }),
  )
  return files.flat()
}
