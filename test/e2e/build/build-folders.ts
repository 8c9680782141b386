import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'

/** Folders that a process of the tool left where temporary files are. */
export async function listBuildFolders(pid: number): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith(`everyarch-${pid}-`))
}
