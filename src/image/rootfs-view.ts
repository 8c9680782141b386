import { joinPath } from './layer-path.ts'
import type { FileEntry, RootFs } from './rootfs.ts'
import { findNode, listTree, type Tree, type TreeNode, walkTree } from './rootfs-tree.ts'

/** A folded root, to be looked at. */
export function createRootFs(tree: Tree): RootFs {
  const entryOf = (node: TreeNode, path: string): FileEntry =>
    typeof node === 'number' ? tree.leaves.entryOf(node, path) : node.entry
  return {
    entries: createEntries(tree, entryOf),
    resolve(path, from = '/') {
      if (path === '') return { kind: 'missing', walked: [path] }
      const start = path.startsWith('/') ? undefined : walkTree(tree, from)
      if (start !== undefined && start.kind !== 'found') return { ...start, walked: [path] }
      if (typeof start?.node === 'number') return { kind: 'not-a-directory', walked: [path] }
      const walk = walkTree(tree, path, start === undefined ? {} : { from: start.path })
      if (walk.kind !== 'found') return walk
      return { kind: 'found', entry: entryOf(walk.node, walk.path), walked: walk.walked }
    },
    list(directory) {
      const walk = walkTree(tree, directory)
      if (walk.kind !== 'found' || typeof walk.node === 'number') return []
      const { path } = walk
      return Array.from(walk.node.children, ([name, node]) => entryOf(node, joinPath(path, name)))
    },
  }
}

/** Looks like a map of all files, and makes each entry when it is asked for. */
function createEntries(
  tree: Tree,
  entryOf: (node: TreeNode, path: string) => FileEntry,
): ReadonlyMap<string, FileEntry> {
  let size: number | undefined
  const get = (path: string): FileEntry | undefined => {
    const node = findNode(tree, path)
    return node === undefined ? undefined : entryOf(node, path)
  }
  function* pairs(): Generator<[string, FileEntry], undefined> {
    for (const entry of listTree(tree)) yield [entry.path, entry]
  }
  function* keys(): Generator<string, undefined> {
    for (const { path } of listTree(tree)) yield path
  }
  const map: ReadonlyMap<string, FileEntry> = {
    get,
    has: (path) => findNode(tree, path) !== undefined,
    get size() {
      return (size ??= countNodes(tree))
    },
    forEach(visit, self) {
      for (const entry of listTree(tree)) visit.call(self, entry, entry.path, map)
    },
    keys,
    values: () => listTree(tree),
    entries: pairs,
    [Symbol.iterator]: pairs,
  }
  return map
}

function countNodes({ root }: Tree): number {
  let count = 1
  const open = [root]
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    count += directory.children.size
    for (const node of directory.children.values()) if (typeof node === 'object') open.push(node)
  }
  return count
}
