import { splitPath } from '../image/layer-path.ts'
import type { FileEntry, RootFs } from '../image/rootfs.ts'

/** Who a container's process is, as far as the config alone says: names are known to the image only. */
export interface ProcessUser {
  readonly uid?: number
  readonly gid?: number
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md#properties (`User`) */
export function parseUser(user: string | undefined): ProcessUser {
  const [name = '', group] = (user ?? '').split(':', 2)
  const uid = name === '' || name === 'root' ? 0 : readId(name)
  const gid = group === 'root' ? 0 : group === undefined ? undefined : readId(group)
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) }
}

/** False only where it is certain that the kernel refuses: groups a user is in besides are not known. */
export function mayExecute({ mode, uid, gid }: FileEntry, user: ProcessUser): boolean {
  if ((mode & 0o111) === 0) return false
  if (user.uid === undefined || user.uid === 0) return true
  if (user.uid === uid) return (mode & 0o100) !== 0
  if (user.gid === gid) return (mode & 0o010) !== 0
  return (mode & 0o011) !== 0
}

/** The first directory on the way to a file that this user may certainly not enter. */
export function findClosedDirectory(rootfs: RootFs, path: string, user: ProcessUser): FileEntry | undefined {
  if (user.uid === undefined || user.uid === 0) return undefined
  const directories: FileEntry[] = []
  for (let at = splitPath(path).directory; at !== '/'; at = splitPath(at).directory) {
    const entry = rootfs.entries.get(at)
    if (entry !== undefined && !mayExecute(entry, user)) directories.push(entry)
  }
  return directories.at(-1)
}

function readId(text: string): number | undefined {
  return /^[0-9]{1,10}$/.test(text) ? Number(text) : undefined
}
