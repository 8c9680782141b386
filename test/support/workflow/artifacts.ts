import { cp, glob, mkdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** What jobs hand to later jobs: a folder for each artifact. */
export interface Artifacts {
  /** Takes the files of a folder, or one file; false where there are none. */
  upload(name: string, path: string): Promise<boolean>
  /** Puts the files of all artifacts whose names fit into one folder. */
  download(pattern: string, path: string): Promise<void>
}

export function openArtifacts(folder: string): Artifacts {
  return {
    async upload(name, path) {
      const found = await stat(path).catch(() => undefined)
      if (found === undefined) return false
      const target = join(folder, name)
      await mkdir(target)
      await cp(path, found.isDirectory() ? target : join(target, basename(path)), { recursive: true })
      return true
    },
    async download(pattern, path) {
      await mkdir(path, { recursive: true })
      for await (const name of glob(pattern, { cwd: folder })) await cp(join(folder, name), path, { recursive: true })
    },
  }
}
