import type { Declaration, Directive, Statement } from 'oxc-parser'
import type { DocComment } from './doc-comment.ts'
import { openSource, type Source } from './source.ts'

/** Something that the package exports, where it is declared. */
export interface ApiDeclaration {
  /** As it is exported. */
  readonly name: string
  readonly kind: 'function' | 'class' | 'constant' | 'interface' | 'type'
  readonly source: Source
  readonly doc?: DocComment
  /** The overloads of a function that are seen from outside, else the one declaration. */
  readonly nodes: readonly Declaration[]
}

const kinds = {
  FunctionDeclaration: 'function',
  TSDeclareFunction: 'function',
  ClassDeclaration: 'class',
  VariableDeclaration: 'constant',
  TSInterfaceDeclaration: 'interface',
  TSTypeAliasDeclaration: 'type',
} as const

/** Finds a declaration of a file by the name it has there. */
export function findDeclaration(path: string, local: string, name = local): ApiDeclaration {
  const source = openSource(path)
  const found = source.program.body.flatMap((statement) => {
    const node = declarationOf(statement)
    return node !== undefined && nameOf(node) === local ? [{ statement, node }] : []
  })
  const [first] = found
  const kind = first === undefined ? undefined : Object.entries(kinds).find(([type]) => type === first.node.type)?.[1]
  if (first === undefined || kind === undefined) throw new Error(`${path} declares no ${local}`)
  const overloads = found.filter(({ node }) => node.type === 'TSDeclareFunction')
  const doc = source.docOf(first.statement)
  return {
    name,
    kind,
    source,
    nodes: (overloads.length > 0 ? overloads : [first]).map(({ node }) => node),
    ...(doc === undefined ? {} : { doc }),
  }
}

function declarationOf(statement: Statement | Directive): Declaration | undefined {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration ?? undefined
  if (statement.type === 'TSInterfaceDeclaration' || statement.type === 'TSTypeAliasDeclaration') return statement
  return undefined
}

function nameOf(node: Declaration): string | undefined {
  if (node.type === 'VariableDeclaration') {
    const [first] = node.declarations
    return first?.id.type === 'Identifier' ? first.id.name : undefined
  }
  return 'id' in node && node.id?.type === 'Identifier' ? node.id.name : undefined
}
