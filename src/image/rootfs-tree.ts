import { posix } from 'node:path'
import type { FileEntry } from './rootfs.ts'

/** A file of a root that is being folded; only directories have children. */
export interface TreeNode {
  entry: FileEntry
  readonly children: Map<string, TreeNode> | undefined
}

export type Walk =
  | { readonly kind: 'found'; readonly node: TreeNode; readonly walked: readonly string[] }
  | { readonly kind: 'missing' | 'loop' | 'not-a-directory'; readonly walked: readonly string[] }

export interface WalkOptions {
  /** Where a relative path starts: a directory. */
  readonly from?: TreeNode
  /** False: a symlink at the end is the answer itself. @default true */
  readonly followLast?: boolean
  /** Makes what is missing on the way; without it the walk ends there. */
  readonly onMissing?: (parent: TreeNode, name: string) => TreeNode
}

/** As many as Linux follows in one path. https://man7.org/linux/man-pages/man7/path_resolution.7.html */
const maxLinks = 40

export function createTree(): TreeNode {
  return createDirectory('/')
}

/** A directory that no entry speaks of, as engines make it. */
export function createDirectory(path: string): TreeNode {
  return createNode({ path, kind: 'directory', mode: 0o755, uid: 0, gid: 0, sizeBytes: 0 })
}

export function createNode(entry: FileEntry): TreeNode {
  return { entry, children: entry.kind === 'directory' ? new Map() : undefined }
}

/** Follows a path from the root as the kernel does for a process that is confined to it. */
export function walkTree(root: TreeNode, path: string, options: WalkOptions = {}): Walk {
  const { from = root, followLast = true, onMissing } = options
  const trail = path.startsWith('/') ? [root] : trailOf(root, from.entry.path)
  const ahead = path.split('/').toReversed()
  const walked = [posix.join(path.startsWith('/') ? '/' : from.entry.path, path)]
  let links = 0
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const current = trail.at(-1) ?? root
    if (current.children === undefined) return { kind: 'not-a-directory', walked }
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (trail.length > 1) trail.pop()
      continue
    }
    const next = current.children.get(name) ?? onMissing?.(current, name)
    if (next === undefined) return { kind: 'missing', walked }
    const { target } = next.entry
    if (next.entry.kind !== 'symlink' || target === undefined || (ahead.length === 0 && !followLast)) {
      trail.push(next)
      continue
    }
    if (++links > maxLinks) return { kind: 'loop', walked }
    if (target === '') return { kind: 'missing', walked }
    walked.push(posix.join(target.startsWith('/') ? '/' : current.entry.path, target, ...ahead.toReversed()))
    if (target.startsWith('/')) trail.length = 1
    ahead.push(...target.split('/').toReversed())
  }
  return { kind: 'found', node: trail.at(-1) ?? root, walked }
}

/** All files below a node, parents first, in the order they came in. */
export function* listTree(root: TreeNode): Generator<FileEntry> {
  yield root.entry
  const open = [root.children?.values()]
  for (let siblings = open.at(-1); open.length > 0; siblings = open.at(-1)) {
    const next = siblings?.next()
    if (next === undefined || next.done === true) {
      open.pop()
      continue
    }
    yield next.value.entry
    if (next.value.children !== undefined) open.push(next.value.children.values())
  }
}

/** Puts an entry in the directory its path says; a directory over a directory keeps what is inside. */
export function placeEntry(parent: TreeNode, name: string, entry: FileEntry): TreeNode {
  const existing = entry.kind === 'directory' ? parent.children?.get(name) : undefined
  if (existing?.children !== undefined) {
    existing.entry = entry
    return existing
  }
  const node = createNode(entry)
  parent.children?.set(name, node)
  return node
}

function trailOf(root: TreeNode, directory: string): TreeNode[] {
  const trail = [root]
  for (const name of directory.split('/')) {
    const next = name === '' ? undefined : trail.at(-1)?.children?.get(name)
    if (next !== undefined) trail.push(next)
  }
  return trail
}
