import { readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import type { StarterFile } from './starter-files.ts'

/** What is to become of a file. */
export interface PlacedFile extends StarterFile {
  readonly state: 'written' | 'replaced' | 'kept' | 'unchanged'
  /** What it says now; absent where there is none. */
  readonly before?: string
}

/** Compares what is to be written with what is there. @throws HarnessError `usage-invalid` */
export async function placeFiles(
  folder: string,
  files: readonly StarterFile[],
  force: boolean,
): Promise<readonly PlacedFile[]> {
  return Promise.all(
    files.map(async (file): Promise<PlacedFile> => {
      const before = await readBefore(join(folder, file.path), file.path)
      if (before === undefined) return { ...file, state: 'written' }
      return { ...file, before, state: before === file.text ? 'unchanged' : force ? 'replaced' : 'kept' }
    }),
  )
}

async function readBefore(path: string, name: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  if (!found.isFile()) {
    throw new HarnessError('usage-invalid', `${quoteText(name, 300)} is no file`, { hint: 'move it elsewhere' })
  }
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw unwritable(name, 'cannot be read', [], cause)
  })
}

/**
 * Writes those that are to be written; what appeared meanwhile stays.
 * @throws HarnessError `usage-invalid`
 */
export async function writePlaced(
  folder: string,
  files: readonly PlacedFile[],
  makeFolder: (path: string) => Promise<void>,
): Promise<void> {
  const written: string[] = []
  for (const { path, state, text } of files) {
    if (state !== 'written' && state !== 'replaced') continue
    try {
      await makeFolder(dirname(join(folder, path)))
      await writeFile(join(folder, path), text, { flag: state === 'written' ? 'wx' : 'w' })
      written.push(path)
    } catch (cause) {
      throw unwritable(path, 'cannot be written', written, cause)
    }
  }
}

function unwritable(path: string, what: string, written: readonly string[], cause: unknown): HarnessError {
  const before = written.length === 0 ? '' : `; ${written.join(', ')} was written before`
  return new HarnessError('usage-invalid', `${quoteText(path, 300)} ${what}${before}`, {
    cause,
    hint: 'see that you may write there; --dry-run prints what it would be',
  })
}
