import { splitPath } from '../image/layer-path.ts'
import type { ForeignFile } from './sweep-judge.ts'

/** Files that are told together, and the directory they are all in. */
export interface ForeignGroup {
  readonly directory: string
  readonly files: readonly ForeignFile[]
}

/** More lines about one cause help nobody. */
const maxGroups = 8
const deepest = 5

/** By package where a package manager of a language made the directory, else by directory; few, however many files. */
export function groupForeign(files: readonly ForeignFile[]): readonly ForeignGroup[] {
  const byPackage = Map.groupBy(files, ({ entry }) => packageDirectory(entry.path))
  let groups = byPackage
  for (let depth = deepest; groups.size > maxGroups; depth--) {
    groups = Map.groupBy(files, ({ entry }) => cutPath(packageDirectory(entry.path), depth))
  }
  return [...groups].map(([directory, members]) => ({ directory, files: members }))
}

const packageRoot = /^.*\/(?:node_modules\/(?:@[^/]+\/)?[^/]+|(?:site|dist)-packages\/[^/]+|gems\/[^/]+)(?=\/)/

function packageDirectory(path: string): string {
  return packageRoot.exec(path)?.[0] ?? splitPath(path).directory
}

function cutPath(path: string, depth: number): string {
  const parts = path.split('/', depth + 1)
  return parts.length === 1 || depth <= 0 ? '/' : parts.join('/')
}
