import { posix } from 'node:path'
import { joinPath } from './layer-path.ts'
import type { FileEntry } from './rootfs.ts'

/** The number of a record, for all that is no directory: most of a root, so it has no object of its own. */
export type TreeLeaf = number

/** A directory of a root that is being folded. */
export interface TreeDirectory {
  entry: FileEntry
  readonly children: Map<string, TreeNode>
}

export type TreeNode = TreeDirectory | TreeLeaf

/** What the numbers of leaves stand for. */
export interface TreeLeaves {
  /** The target of a symlink; undefined for any other file. */
  linkOf(leaf: TreeLeaf): string | undefined
  entryOf(leaf: TreeLeaf, path: string): FileEntry
}

export interface Tree {
  readonly root: TreeDirectory
  readonly leaves: TreeLeaves
}

export type Walk =
  | { readonly kind: 'found'; readonly node: TreeNode; readonly path: string; readonly walked: readonly string[] }
  | { readonly kind: 'missing' | 'loop' | 'not-a-directory'; readonly walked: readonly string[] }

export interface WalkOptions {
  /** Where a relative path starts: the path of a directory, without symlinks. @default '/' */
  readonly from?: string
  /** False: a symlink at the end is the answer itself. @default true */
  readonly followLast?: boolean
  /** Makes what is missing on the way; without it the walk ends there. */
  readonly onMissing?: (parent: TreeDirectory, name: string) => TreeDirectory
}

/** As many as Linux follows in one path. https://man7.org/linux/man-pages/man7/path_resolution.7.html */
const maxLinks = 40

/** A directory as engines make it where no entry speaks of it. */
export function createDirectory(path: string): TreeDirectory {
  return { entry: { path, kind: 'directory', mode: 0o755, uid: 0, gid: 0, sizeBytes: 0 }, children: new Map() }
}

/** Follows a path from the root as the kernel does for a process that is confined to it. */
export function walkTree({ root, leaves }: Tree, path: string, options: WalkOptions = {}): Walk {
  const { from = '/', followLast = true, onMissing } = options
  const isAbsolute = path.startsWith('/')
  const trail = isAbsolute ? [root] : trailOf(root, from)
  const ahead = path.split('/').toReversed()
  const walked = [posix.join(isAbsolute ? '/' : from, path)]
  let links = 0
  /** A file that is no directory can only be the end. */
  let end: { readonly leaf: TreeLeaf; readonly path: string } | undefined
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (end !== undefined) return { kind: 'not-a-directory', walked }
    const current = trail.at(-1) ?? root
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (trail.length > 1) trail.pop()
      continue
    }
    const next = current.children.get(name) ?? onMissing?.(current, name)
    if (next === undefined) return { kind: 'missing', walked }
    if (typeof next !== 'number') {
      trail.push(next)
      continue
    }
    const target = leaves.linkOf(next)
    if (target === undefined || (ahead.length === 0 && !followLast)) {
      end = { leaf: next, path: joinPath(current.entry.path, name) }
      continue
    }
    if (++links > maxLinks) return { kind: 'loop', walked }
    if (target === '') return { kind: 'missing', walked }
    walked.push(posix.join(target.startsWith('/') ? '/' : current.entry.path, target, ...ahead.toReversed()))
    if (target.startsWith('/')) trail.length = 1
    ahead.push(...target.split('/').toReversed())
  }
  if (end !== undefined) return { kind: 'found', node: end.leaf, path: end.path, walked }
  const directory = trail.at(-1) ?? root
  return { kind: 'found', node: directory, path: directory.entry.path, walked }
}

/** What stands at a path itself, no symlink followed; undefined where there is nothing. */
export function findNode({ root }: Tree, path: string): TreeNode | undefined {
  if (path === '/') return root
  let node: TreeNode | undefined = root
  if (!path.startsWith('/')) return undefined
  for (const name of path.slice(1).split('/')) {
    node = typeof node === 'number' ? undefined : node?.children.get(name)
  }
  return node
}

/** All files, each directory before what is in it, in the order they came in. */
export function* listTree({ root, leaves }: Tree): Generator<FileEntry, undefined> {
  yield root.entry
  const open = [{ path: '/', children: root.children.entries() }]
  for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
    const next = current.children.next()
    if (next.done === true) {
      open.pop()
      continue
    }
    const [name, node] = next.value
    if (typeof node === 'number') yield leaves.entryOf(node, joinPath(current.path, name))
    else {
      yield node.entry
      open.push({ path: node.entry.path, children: node.children.entries() })
    }
  }
}

function trailOf(root: TreeDirectory, directory: string): TreeDirectory[] {
  const trail = [root]
  for (const name of directory.split('/')) {
    const next = name === '' ? undefined : trail.at(-1)?.children.get(name)
    if (next !== undefined && typeof next !== 'number') trail.push(next)
  }
  return trail
}
