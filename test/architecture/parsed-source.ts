import { parseSync, Visitor, type Node, type Program } from 'oxc-parser'

export interface ImportedModule {
  readonly specifier: string
  readonly start: number
  /** Erased by the compiler: `import type`, `export type`, `import('…').T`. */
  readonly isType: boolean
  /** Loaded only when the line is reached. */
  readonly isLazy: boolean
}

/** A member path as it is written, `process.env.HOME`, or a bare name. */
export interface NameUse {
  readonly name: string
  readonly start: number
}

export interface ParsedSource {
  readonly program: Program
  readonly imports: readonly ImportedModule[]
  readonly uses: readonly NameUse[]
  readonly lineOf: (node: { readonly start: number }) => number
}

/** Parses one TypeScript file and collects what the rules ask about. */
export function parseSource(path: string, text: string): ParsedSource {
  const { program, errors } = parseSync(path, text)
  if (errors[0] !== undefined) throw new Error(`${path} does not parse: ${errors[0].message}`)
  const lineOf = (node: { readonly start: number }): number => text.slice(0, node.start).split('\n').length
  return { program, lineOf, imports: listImports(program), uses: listUses(program) }
}

function listImports(program: Program): readonly ImportedModule[] {
  const imports: ImportedModule[] = []
  const add = (source: Node, isType: boolean, isLazy = false): void => {
    if (source.type !== 'Literal' || typeof source.value !== 'string') return
    imports.push({ specifier: source.value, start: source.start, isType, isLazy })
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.source, node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => node.source !== null && add(node.source, node.exportKind === 'type'),
    ImportExpression: (node) => add(node.source, false, true),
    TSImportType: (node) => add(node.source, true, true),
  }).visit(program)
  return imports
}

function listUses(program: Program): readonly NameUse[] {
  const uses: NameUse[] = []
  const add = (name: string, node: Node): unknown => uses.push({ name, start: node.start })
  new Visitor({
    MemberExpression: (node) => {
      const name = dottedName(node)
      if (name !== undefined) add(name, node)
    },
    // `const { env } = process` and `import { env } from 'node:process'` are the same reading in other words.
    VariableDeclarator: (node) => {
      if (node.init === null || node.id.type !== 'ObjectPattern') return
      const owner = dottedName(node.init)
      for (const property of node.id.properties) {
        if (property.type === 'Property' && property.key.type === 'Identifier' && owner !== undefined)
          add(`${owner}.${property.key.name}`, property)
      }
    },
    ImportDeclaration: (node) => {
      if (!/^(node:)?process$/.test(node.source.value)) return
      for (const specifier of node.specifiers) {
        if (specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier')
          add(`process.${specifier.imported.name}`, specifier)
      }
    },
  }).visit(program)
  return uses
}

/** `a.b.c` of a chain of members with fixed names, without a leading `globalThis`. */
export function dottedName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression') return undefined
  const owner = dottedName(node.object)
  const member = node.computed ? literalName(node.property) : identifierName(node.property)
  if (owner === undefined || member === undefined) return undefined
  return owner === 'globalThis' ? member : `${owner}.${member}`
}

function identifierName(node: Node): string | undefined {
  return node.type === 'Identifier' ? node.name : undefined
}

function literalName(node: Node): string | undefined {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined
}
