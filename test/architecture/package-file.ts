import type { SourceTree } from './source-tree.ts'

export interface PackageFile {
  readonly name: string
  readonly dependencies: readonly string[]
  readonly peerDependencies: readonly string[]
  /** The sources that `exports` leads to: `src/index.ts`. */
  readonly entries: readonly string[]
}

/** What the rules ask of package.json. */
export function readPackage(tree: SourceTree): PackageFile {
  const content = readJson(tree, 'package.json')
  return {
    name: typeof content['name'] === 'string' ? content['name'] : '',
    dependencies: Object.keys(asRecord(content['dependencies'])),
    peerDependencies: Object.keys(asRecord(content['peerDependencies'])),
    entries: Object.values(asRecord(content['exports']))
      .map((entry) => asRecord(entry)['everyarch-source'])
      .filter((path) => typeof path === 'string')
      .map((path) => path.replace(/^\.\//, '')),
  }
}

/** A JSON file of the tree as a record, empty where there is none. */
export function readJson(tree: SourceTree, path: string): Readonly<Record<string, unknown>> {
  const file = tree.files.find((candidate) => candidate.path === path)
  const value: unknown = JSON.parse(file?.text ?? '{}')
  return asRecord(value)
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
}
