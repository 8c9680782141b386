import type { ClassElement, TSInterfaceDeclaration, TSSignature } from 'oxc-parser'
import { findDeclaration, type ApiDeclaration } from './declaration.ts'
import type { DocComment } from './doc-comment.ts'
import type { Source } from './source.ts'

/** A property or method of an interface or a class. */
export interface ApiMember {
  readonly name: string
  readonly isOptional: boolean
  /** `string`, or of a method `(path: string) => void`. */
  readonly type: string
  readonly doc?: DocComment
}

/** What an interface or class has of its own, with what an interface that is not exported adds to it. */
export function listMembers(declaration: ApiDeclaration, isExported: (name: string) => boolean): readonly ApiMember[] {
  const { nodes, source } = declaration
  const [node] = nodes
  if (node?.type === 'ClassDeclaration') return node.body.body.flatMap((member) => readMember(member, source))
  if (node?.type !== 'TSInterfaceDeclaration') return []
  const inherited = listBases(node, source)
    .filter(({ name }) => !isExported(name) && isDeclaredIn(name, source))
    .flatMap(({ name }) => listMembers(findDeclaration(source.path, name), isExported))
  return [...inherited, ...node.body.body.flatMap((member) => readMember(member, source))]
}

/** What an interface extends: the name, and the whole with its type arguments. */
export function listBases(node: TSInterfaceDeclaration, source: Source): readonly { name: string; text: string }[] {
  return node.extends.map((base) => ({ name: source.textOf(base.expression), text: source.textOf(base) }))
}

function isDeclaredIn(name: string, { program }: Source): boolean {
  return program.body.some((statement) => 'id' in statement && statement.id !== null && nameOf(statement.id) === name)
}

function nameOf(id: unknown): unknown {
  return typeof id === 'object' && id !== null && 'name' in id ? id.name : undefined
}

function readMember(member: TSSignature | ClassElement, source: Source): readonly ApiMember[] {
  if (!('key' in member)) return []
  // What is written in brackets, `[Symbol.asyncDispose]`, is a language's own.
  if (member.key.type !== 'Identifier' || ('computed' in member && member.computed)) return []
  const { name } = member.key
  if (name === 'constructor') return []
  const doc = source.docOf(member)
  const isOptional = 'optional' in member && member.optional
  return [{ name, isOptional, type: typeOf(member, source), ...(doc === undefined ? {} : { doc }) }]
}

function typeOf(member: TSSignature | ClassElement, source: Source): string {
  if (member.type === 'TSMethodSignature') {
    const params = member.params.map((param) => source.textOf(param)).join(', ')
    return `(${params}) => ${annotation(member.returnType, source)}`
  }
  if (member.type === 'MethodDefinition') return annotation(member.value.returnType, source)
  if (member.type === 'PropertyDefinition' && !member.typeAnnotation && member.value !== null) {
    return source.textOf(member.value)
  }
  return 'typeAnnotation' in member ? annotation(member.typeAnnotation, source) : ''
}

function annotation(node: { start: number; end: number } | null | undefined, source: Source): string {
  return node ? source.textOf(node).replace(/^:\s*/, '') : 'unknown'
}
