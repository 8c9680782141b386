import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { asObject, parseJson, type JsonObject } from '../oci/json.ts'

const maxBytes = 64 * 1024

/** What the file holds; undefined where there is none, or another program's. */
export async function readCacheFile(path: string): Promise<JsonObject | undefined> {
  try {
    return asObject(parseJson(await readFile(path), path, maxBytes))
  } catch {
    return undefined
  }
}

/** Writes it in one go. One that cannot be written is no error: the next run asks the engine again. */
export async function writeCacheFile(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.${randomUUID()}`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(temporary, JSON.stringify(value), { mode: 0o600 })
    await rename(temporary, path)
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

/** A short name for what may be long, or no name for a file. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
