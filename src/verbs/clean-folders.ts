import { readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { parseTemporaryName } from '../config/process-mark.ts'
import type { RemovedThing } from '../report/listing.ts'
import { isSameProcessAlive } from './process-alive.ts'

/** Removes the folders of sockets whose process, named in theirs, is gone; those of other users stay. */
export async function removeStaleFolders(temporaryFolder: string): Promise<readonly RemovedThing[]> {
  const entries = await readdir(temporaryFolder, { withFileTypes: true }).catch(() => [])
  const removed = await Promise.all(
    entries.map(async (entry): Promise<readonly RemovedThing[]> => {
      const { name } = entry
      if (!entry.isDirectory() || !(await isStale(temporaryFolder, name))) return []
      const path = join(temporaryFolder, name)
      return rm(path, { recursive: true, force: true }).then(
        () => [{ kind: 'folder', name: path }],
        () => [],
      )
    }),
  )
  return removed.flat()
}

/** The number of its process may have gone to another one since, or be one of another container's. */
async function isStale(folder: string, name: string): Promise<boolean> {
  const owner = parseTemporaryName(name)
  if (owner === undefined) return false
  if (isSameProcessAlive(owner.processId, owner.startTicks)) return false
  return !(await isListening(join(folder, name, 'run.sock')))
}

const patienceMs = 1000

/** True while somebody takes connections at a socket. */
function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    const end = (isThere: boolean): void => {
      socket.destroy()
      resolve(isThere)
    }
    socket.setTimeout(patienceMs, () => end(true))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}
