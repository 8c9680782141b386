import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSource, type ParsedSource } from './parsed-source.ts'

export interface TreeFile {
  /** From the root, with `/`. */
  readonly path: string
  /** Empty where the file is no text. */
  readonly text: string
}

export interface SourceFile extends TreeFile {
  readonly parsed: ParsedSource
}

/** All files of a checkout, and its TypeScript parsed. */
export interface SourceTree {
  readonly folders: readonly string[]
  readonly files: readonly TreeFile[]
  readonly sources: readonly SourceFile[]
}

const generated = new Set(['node_modules', 'dist', '.git', '.everyarch', '.vitest'])

/** Reads everything below a root but what tools generate there. */
export function readSourceTree(root: string): SourceTree {
  const folders: string[] = []
  const files: TreeFile[] = []
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (generated.has(entry.name) || entry.name.endsWith('.tgz')) continue
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        folders.push(path)
        visit(path)
      } else if (entry.isFile()) {
        files.push({ path, text: readText(join(root, path)) })
      }
    }
  }
  visit('')
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  const sources = files
    .filter((file) => file.path.endsWith('.ts'))
    .map((file) => ({ ...file, parsed: parseSource(file.path, file.text) }))
  return { folders, files, sources }
}

function readText(path: string): string {
  const bytes = readFileSync(path)
  return bytes.includes(0) ? '' : bytes.toString('utf8')
}

/** Files of the package itself: what is built and published. */
export function shippedSources(tree: SourceTree): readonly SourceFile[] {
  return tree.sources.filter((file) => /^(src|reporters|suites)\//.test(file.path))
}
