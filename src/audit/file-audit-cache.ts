import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asObject, parseJson } from '../oci/json.ts'
import type { Finding } from '../report/finding.ts'
import { parseFinding } from '../report/parse-finding.ts'

/** Changes with what the audit of files finds: what an older one found is then forgotten. */
export const fileAuditRevision = 2

const maxBytes = 1024 * 1024
const maxEntries = 500

/** What the files of one image said. */
export interface ImageFindings {
  readonly findings: readonly Finding[]
  /** Of most of its machine code; empty where there is none. */
  readonly architecture: string
}

/** What the files of all images of an index said: they are named by digest, so they will say the same again. */
export interface FileFindings {
  /** In the order of the images that the key was made of. */
  readonly byImage: readonly ImageFindings[]
  /** Of the images held against each other. */
  readonly compared: readonly Finding[]
}

export interface FileAuditCache {
  read(inputs: readonly unknown[]): Promise<FileFindings | undefined>
  /** A cache that cannot be written is no error: the next audit reads the files again. */
  write(inputs: readonly unknown[], findings: FileFindings): Promise<void>
}

/** @param folder made when it is first written */
export function openFileAuditCache(folder: string): FileAuditCache {
  const pathOf = (inputs: readonly unknown[]): string => {
    const key = createHash('sha256').update(JSON.stringify([fileAuditRevision, ...inputs]))
    return join(folder, `${key.digest('hex')}.json`)
  }
  return {
    read: async (inputs) => {
      try {
        return parseFindings(parseJson(await readFile(pathOf(inputs)), 'the cached audit', maxBytes))
      } catch {
        return undefined
      }
    },
    write: async (inputs, findings) => {
      const text = JSON.stringify(findings)
      if (text.length > maxBytes) return
      const path = pathOf(inputs)
      const temporary = `${path}.${randomUUID()}`
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeFile(temporary, text, { mode: 0o600 })
        await rename(temporary, path)
        await removeOldest(folder)
      } catch {
        await rm(temporary, { force: true }).catch(() => undefined)
      }
    },
  }
}

function parseFindings(cachedValue: unknown): FileFindings {
  const cached = asObject(cachedValue, 'the cached audit')
  return {
    byImage: cached.list('byImage', (value, where) => {
      const own = asObject(value, where)
      return { findings: own.list('findings', parseFinding), architecture: own.string('architecture') }
    }),
    compared: cached.list('compared', parseFinding),
  }
}

async function removeOldest(folder: string): Promise<void> {
  const names = await readdir(folder)
  if (names.length <= maxEntries) return
  const aged = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), usedMs: (await stat(join(folder, name))).mtimeMs })),
  )
  const oldest = aged.toSorted((a, b) => a.usedMs - b.usedMs).slice(0, names.length - maxEntries)
  await Promise.all(oldest.map(({ path }) => rm(path, { force: true })))
}
