import { posix } from 'node:path'
import type { ModuleExportName } from 'oxc-parser'
import { findDeclaration, type ApiDeclaration } from './declaration.ts'
import { openSource } from './source.ts'

/** One of the package's entries, and what it exports, in its order. */
export interface ApiEntry {
  /** What it is imported as. */
  readonly specifier: string
  readonly path: string
  readonly declarations: readonly ApiDeclaration[]
}

/** Every entry that a program imports. */
export function listEntries(): readonly ApiEntry[] {
  return [
    openEntry('everyarch', 'src/index.ts'),
    openEntry('everyarch/config', 'src/config.ts'),
    openEntry('everyarch/vitest', 'src/vitest.ts'),
    openEntry('everyarch/vitest-config', 'src/vitest-config.ts'),
  ]
}

function openEntry(specifier: string, path: string): ApiEntry {
  const declarations = openSource(path).program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source === null) return []
    const file = posix.join(posix.dirname(path), statement.source.value)
    return statement.specifiers.map(({ local, exported }) => findDeclaration(file, textOf(local), textOf(exported)))
  })
  return { specifier, path, declarations }
}

function textOf(name: ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name
}
