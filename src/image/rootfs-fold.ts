import { quoteText } from '../oci/quote.ts'
import { invalidLayer, LayerFault, overLimit } from './layer-fault.ts'
import { joinPath, splitPath } from './layer-path.ts'
import type { LayerRecord } from './layer-record.ts'
import type { FileEntry, Resolution, RootFs } from './rootfs.ts'
import { createDirectory, createTree, listTree, placeEntry, type TreeNode, walkTree } from './rootfs-tree.ts'

/** Lays layers over each other, the lowest first, as engines unpack them. */
export interface RootFsFold {
  /** The first thing that no engine could unpack, where there is one; the rest of the layer is laid all the same. */
  add(records: readonly LayerRecord[]): LayerFault | undefined
  finish(): RootFs
}

/** @param maxEntries of all layers, and the directories they imply */
export function createRootFsFold(maxEntries: number): RootFsFold {
  const root = createTree()
  let entries = 0
  /** Most entries lie in the directory of the one before. */
  let last: { readonly path: string; readonly node: TreeNode } | undefined

  const count = (): void => {
    if (++entries > maxEntries) throw overLimit(`with it the image has over ${maxEntries} entries`)
  }
  const makeDirectory = (parent: TreeNode, name: string): TreeNode => {
    count()
    return placeEntry(parent, name, createDirectory(joinPath(parent.entry.path, name)).entry)
  }
  const openDirectory = (path: string): TreeNode => {
    if (last?.path === path) return last.node
    const walk = walkTree(root, path, { onMissing: makeDirectory })
    if (walk.kind !== 'found' || walk.node.children === undefined) throw blocked(path, walk.kind)
    last = { path, node: walk.node }
    return walk.node
  }
  const placeIn = (parent: TreeNode, name: string, entry: FileEntry): void => {
    const existing = parent.children?.get(name)?.entry.kind
    // The directory that is remembered may be gone, or lie behind another link.
    if (entry.kind === 'symlink' || existing === 'directory' || existing === 'symlink') last = undefined
    placeEntry(parent, name, entry)
  }
  const linkFile = (path: string, target: string): void => {
    const { directory, name } = splitPath(path)
    const linked = walkTree(root, target, { followLast: false })
    const parent = openDirectory(directory)
    const existing = parent.children?.get(name)
    if (linked.kind !== 'found')
      throw invalidLayer(`it links ${quoteText(path)} to ${quoteText(target)}, which is missing`)
    if (linked.node.children !== undefined) throw invalidLayer(`it links ${quoteText(path)} to a directory`)
    if (linked.node === existing) throw invalidLayer(`it links ${quoteText(path)} to itself`)
    placeIn(parent, name, { ...linked.node.entry, path: joinPath(parent.entry.path, name) })
  }
  const lay = (record: LayerRecord): void => {
    count()
    if (record.kind === 'whiteout' || record.kind === 'opaque') return
    if (record.kind === 'hardlink') return linkFile(record.path, record.target)
    if (record.path === '/') return void (root.entry = record)
    const { directory, name } = splitPath(record.path)
    const parent = openDirectory(directory)
    const isHere = parent.entry.path === directory
    placeIn(parent, name, isHere ? record : { ...record, path: joinPath(parent.entry.path, name) })
  }
  const hide = (record: LayerRecord): void => {
    if (record.kind === 'opaque') {
      const hidden = walkTree(root, record.path)
      if (hidden.kind === 'found') hidden.node.children?.clear()
    } else if (record.kind === 'whiteout') {
      const { directory, name } = splitPath(record.path)
      const parent = walkTree(root, directory)
      if (parent.kind === 'found') parent.node.children?.delete(name)
    } else return
    last = undefined
  }

  return {
    add(records) {
      // Whiteouts hide what lies below, never what their own layer brings, wherever in it they stand.
      for (const record of records) hide(record)
      let first: LayerFault | undefined
      for (const record of records) {
        try {
          lay(record)
        } catch (error) {
          if (!(error instanceof LayerFault)) throw error
          first ??= error
          if (error.code === 'rootfs/limit-exceeded') return error
        }
      }
      return first
    },
    finish: () => createRootFs(root),
  }
}

function createRootFs(root: TreeNode): RootFs {
  let entries: ReadonlyMap<string, FileEntry> | undefined
  const open = (path: string): TreeNode | undefined => {
    const walk = walkTree(root, path)
    return walk.kind === 'found' ? walk.node : undefined
  }
  return {
    get entries() {
      return (entries ??= new Map(Array.from(listTree(root), (entry) => [entry.path, entry])))
    },
    resolve(path, from = '/') {
      const start = path.startsWith('/') ? root : open(from)
      if (start === undefined || path === '') return { kind: 'missing', walked: [path] }
      const walk = walkTree(root, path, { from: start })
      return walk.kind === 'found' ? found(walk.node.entry, walk.walked) : walk
    },
    list: (directory) => [...(open(directory)?.children?.values() ?? [])].map((node) => node.entry),
  }
}

function found(entry: FileEntry, walked: readonly string[]): Resolution {
  return { kind: 'found', entry, walked }
}

function blocked(path: string, kind: 'found' | 'missing' | 'loop' | 'not-a-directory'): LayerFault {
  const reason = kind === 'loop' ? 'leads in a circle' : 'is no directory'
  return invalidLayer(`it has files in ${quoteText(path)}, which ${reason}`)
}
