import type { SourceFile, SourceTree } from './source-tree.ts'

/** Something that holds for every file; `check` says what breaks it and what to do about it. */
export interface Rule {
  /** Reads after "the project": `imports only to the left`. */
  readonly name: string
  readonly check: (tree: SourceTree) => readonly string[]
}

/** `src/a.ts:3`: clickable in terminals and editors. */
export function at(file: SourceFile, position: { readonly start: number }): string {
  return `${file.path}:${file.parsed.lineOf(position)}`
}
