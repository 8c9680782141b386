import { splitPath } from '../image/layer-path.ts'
import type { CodeFile } from './rootfs-code.ts'
import { nameStem, namedArchitectures } from './rootfs-words.ts'

/**
 * Which files lie beside others that are the same for another architecture: `linux-x64/addon.node` beside
 * `linux-arm64/addon.node`, `helper-amd64` beside `helper-arm64`. Whoever ships several means to choose one.
 */
export interface Bundles {
  /** True for a file whose own name, or a directory's on its path, is one of several such. */
  has(file: CodeFile): boolean
}

export function findBundles(files: readonly CodeFile[]): Bundles {
  const architectures = new Map<string, Set<string>>()
  for (const { entry, facts } of files) {
    for (const place of placesOf(entry.path, facts.architecture)) {
      const known = architectures.get(place)
      if (known === undefined) architectures.set(place, new Set([facts.architecture]))
      else known.add(facts.architecture)
    }
  }
  return {
    has: ({ entry, facts }) =>
      placesOf(entry.path, facts.architecture).some((place) => (architectures.get(place)?.size ?? 0) > 1),
  }
}

/** True where a directory on the path names this architecture. */
export function isInNamedDirectory({ entry, facts }: CodeFile): boolean {
  const { directory } = splitPath(entry.path)
  return placesOf(directory, facts.architecture).length > 0
}

/** True where the file's own name does. */
export function isNamedFile({ entry, facts }: CodeFile): boolean {
  return namedArchitectures(splitPath(entry.path).name).has(facts.architecture)
}

/** A directory this deep holds no bundle of anyone's. */
const maxDepth = 64

/** For each part of a path that names the architecture: its directory, and what its siblings are called too. */
function placesOf(path: string, architecture: string): readonly string[] {
  if (architecture === 'unknown') return []
  const places: string[] = []
  let start = 1
  for (let depth = 0; depth < maxDepth && start > 0 && start < path.length; depth++) {
    const slash = path.indexOf('/', start)
    const name = path.slice(start, slash < 0 ? undefined : slash)
    if (namedArchitectures(name).has(architecture)) places.push(`${path.slice(0, start)}${nameStem(name)}`)
    start = slash + 1
  }
  return places
}
