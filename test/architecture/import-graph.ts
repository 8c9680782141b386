import { posix } from 'node:path'
import type { ImportedModule } from './parsed-source.ts'
import type { SourceFile, SourceTree } from './source-tree.ts'

/** One import of a file: of another file of the checkout, or of a package. */
export interface ImportEdge extends ImportedModule {
  readonly from: SourceFile
  /** The path it leads to from the root, for relative imports. */
  readonly to?: string
  /** `vitest` of `vitest/node`; `node:fs` stays whole. */
  readonly packageName?: string
}

export function importEdges(file: SourceFile): readonly ImportEdge[] {
  return file.parsed.imports.map((imported) =>
    imported.specifier.startsWith('.')
      ? { ...imported, from: file, to: posix.join(posix.dirname(file.path), imported.specifier) }
      : { ...imported, from: file, packageName: packageNameOf(imported.specifier) },
  )
}

function packageNameOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}

/** The shortest chain of imports from one file to a package, or undefined where there is none. */
export function findImportChain(
  tree: SourceTree,
  from: SourceFile,
  packageName: string,
  follow: (edge: ImportEdge) => boolean,
): readonly string[] | undefined {
  const byPath = new Map(tree.sources.map((file) => [file.path, file]))
  const seen = new Set([from.path])
  let frontier: readonly (readonly [SourceFile, readonly string[]])[] = [[from, [from.path]]]
  while (frontier.length > 0) {
    const next: (readonly [SourceFile, readonly string[]])[] = []
    for (const [file, chain] of frontier) {
      for (const edge of importEdges(file).filter(follow)) {
        if (edge.packageName === packageName) return [...chain, packageName]
        const target = edge.to === undefined ? undefined : byPath.get(edge.to)
        if (target === undefined || seen.has(target.path)) continue
        seen.add(target.path)
        next.push([target, [...chain, target.path]])
      }
    }
    frontier = next
  }
  return undefined
}
