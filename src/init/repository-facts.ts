import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { readText } from './read-text.ts'

/** The git repository a folder is in. */
export interface RepositoryFacts {
  /** Where CI looks for what it runs: the repository's own folder, or the one that was looked at. */
  readonly root: string
  /** Where it is kept, so far as its remotes say. */
  readonly host?: 'github' | 'gitlab'
  /** The branch that others begin from. */
  readonly mainBranch?: string
}

const mostParents = 30

/** Looks for the repository that holds a folder. */
export async function readRepository(folder: string): Promise<RepositoryFacts> {
  let root = resolve(folder)
  for (let steps = 0; steps < mostParents; steps += 1) {
    const isThere = await stat(join(root, '.git')).then(
      () => true,
      () => false,
    )
    if (isThere) {
      const [config = '', main = ''] = await Promise.all([
        readText(join(root, '.git/config')),
        readText(join(root, '.git/refs/remotes/origin/HEAD')),
      ])
      const remotes = [...config.matchAll(/^\s*url\s*=\s*(\S+)/gm)].map(([, url = '']) => url)
      const host = remotes.some((url) => url.includes('github.com'))
        ? 'github'
        : remotes.some((url) => /\bgitlab\b/.test(url))
          ? 'gitlab'
          : undefined
      const [, mainBranch] = /^ref: refs\/remotes\/origin\/([\w./-]+)\s*$/.exec(main) ?? []
      return { root, ...(host === undefined ? {} : { host }), ...(mainBranch === undefined ? {} : { mainBranch }) }
    }
    if (dirname(root) === root) break
    root = dirname(root)
  }
  return { root: resolve(folder) }
}
