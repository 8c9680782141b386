import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RemovedThing } from '../report/listing.ts'
import { isProcessAlive } from './process-alive.ts'

/** Removes the folders of sockets whose process, named in theirs, is gone; those of other users stay. */
export async function removeStaleFolders(temporaryFolder: string): Promise<readonly RemovedThing[]> {
  const entries = await readdir(temporaryFolder, { withFileTypes: true }).catch(() => [])
  const stale = entries.filter((entry) => entry.isDirectory() && isStale(entry.name))
  const removed = await Promise.all(
    stale.map(async ({ name }): Promise<readonly RemovedThing[]> => {
      const path = join(temporaryFolder, name)
      return rm(path, { recursive: true, force: true }).then(
        () => [{ kind: 'folder', name: path }],
        () => [],
      )
    }),
  )
  return removed.flat()
}

function isStale(name: string): boolean {
  const [, processId] = /^everyarch-(\d{1,10})-\w{6}$/.exec(name) ?? []
  return processId !== undefined && !isProcessAlive(Number(processId))
}
