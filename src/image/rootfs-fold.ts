import { quoteText } from '../oci/quote.ts'
import { invalidLayer, LayerFault, overLimit } from './layer-fault.ts'
import { joinPath, splitPath } from './layer-path.ts'
import type { LayerRecords } from './layer-records.ts'
import type { FileEntry, RootFs } from './rootfs.ts'
import { createLeaves } from './rootfs-leaves.ts'
import { createDirectory, type TreeDirectory, type TreeNode, walkTree } from './rootfs-tree.ts'
import { createRootFs } from './rootfs-view.ts'

/** Lays layers over each other, the lowest first, as engines unpack them. */
export interface RootFsFold {
  /** The first thing that no engine could unpack, where there is one; the rest of the layer is laid all the same. */
  add(records: LayerRecords): LayerFault | undefined
  finish(): RootFs
}

/** @param maxEntries of all layers, and the directories they imply */
export function createRootFsFold(maxEntries: number): RootFsFold {
  const leaves = createLeaves()
  const tree = { root: createDirectory('/'), leaves }
  let entries = 0
  /** Most entries lie in the directory of the one before. */
  let last: { readonly path: string; readonly directory: TreeDirectory } | undefined

  const count = (): void => {
    if (++entries > maxEntries) throw overLimit(`with it the image has over ${maxEntries} entries`)
  }
  const makeDirectory = (parent: TreeDirectory, name: string): TreeDirectory => {
    count()
    const directory = createDirectory(joinPath(parent.entry.path, name))
    parent.children.set(name, directory)
    return directory
  }
  const openDirectory = (path: string): TreeDirectory => {
    if (last?.path === path) return last.directory
    const walk = walkTree(tree, path, { onMissing: makeDirectory })
    if (walk.kind !== 'found' || typeof walk.node === 'number') throw blocked(path, walk.kind)
    last = { path, directory: walk.node }
    return walk.node
  }
  const place = (parent: TreeDirectory, name: string, node: TreeNode): void => {
    const existing = parent.children.get(name)
    // The directory that is remembered may be gone, or lie behind another link.
    if (typeof existing === 'object' || isLink(existing) || isLink(node)) last = undefined
    parent.children.set(name, node)
  }
  const isLink = (node: TreeNode | undefined): boolean => typeof node === 'number' && leaves.linkOf(node) !== undefined
  const placeDirectory = (parent: TreeDirectory, name: string, entry: FileEntry): void => {
    const existing = parent.children.get(name)
    const directory = typeof existing === 'object' ? existing : createDirectory('/')
    directory.entry = { ...entry, path: joinPath(parent.entry.path, name) }
    // A directory over a directory keeps what is inside.
    if (directory !== existing) place(parent, name, directory)
  }
  const linkFile = (path: string, target: string): void => {
    const linked = walkTree(tree, target, { followLast: false })
    const { directory, name } = splitPath(path)
    const parent = openDirectory(directory)
    if (linked.kind !== 'found')
      throw invalidLayer(`it links ${quoteText(path)} to ${quoteText(target)}, which is missing`)
    if (typeof linked.node === 'object') throw invalidLayer(`it links ${quoteText(path)} to a directory`)
    if (linked.path === joinPath(parent.entry.path, name)) throw invalidLayer(`it links ${quoteText(path)} to itself`)
    place(parent, name, linked.node)
  }
  const lay = (records: LayerRecords, index: number, leaf: number): void => {
    count()
    const kind = records.kindOf(index)
    if (kind === 'whiteout' || kind === 'opaque') return
    const path = records.pathOf(index)
    if (kind === 'hardlink') return linkFile(path, records.targetOf(index))
    if (path === '/') return void (tree.root.entry = leaves.entryOf(leaf, path))
    const { directory, name } = splitPath(path)
    const parent = openDirectory(directory)
    if (kind === 'directory') placeDirectory(parent, name, leaves.entryOf(leaf, path))
    else place(parent, name, leaf)
  }
  const hide = (records: LayerRecords, index: number): void => {
    const kind = records.kindOf(index)
    if (kind === 'opaque') {
      const hidden = walkTree(tree, records.pathOf(index))
      if (hidden.kind === 'found' && typeof hidden.node === 'object') hidden.node.children.clear()
    } else if (kind === 'whiteout') {
      const { directory, name } = splitPath(records.pathOf(index))
      const parent = walkTree(tree, directory)
      if (parent.kind === 'found' && typeof parent.node === 'object') parent.node.children.delete(name)
    } else return
    last = undefined
  }

  return {
    add(records) {
      const firstLeaf = leaves.add(records)
      // Whiteouts hide what lies below, never what their own layer brings, wherever in it they stand.
      for (let index = 0; index < records.length; index++) hide(records, index)
      let first: LayerFault | undefined
      for (let index = 0; index < records.length; index++) {
        try {
          lay(records, index, firstLeaf + index)
        } catch (error) {
          if (!(error instanceof LayerFault)) throw error
          first ??= error
          if (error.code === 'rootfs/limit-exceeded') return error
        }
      }
      return first
    },
    finish: () => createRootFs(tree),
  }
}

function blocked(path: string, kind: 'found' | 'missing' | 'loop' | 'not-a-directory'): LayerFault {
  const reason = kind === 'loop' ? 'leads in a circle' : 'is no directory'
  return invalidLayer(`it has files in ${quoteText(path)}, which ${reason}`)
}
