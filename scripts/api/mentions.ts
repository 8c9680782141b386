import { Visitor, type Program } from 'oxc-parser'
import type { ApiDeclaration } from './declaration.ts'

/** Names of types and values that a declaration's types mention, without what it declares itself as parameters. */
export function listMentions({ nodes, source, kind }: ApiDeclaration): readonly string[] {
  const names = new Set<string>()
  const parameters = new Set<string>()
  for (const node of nodes) {
    // What a function or method does is nobody's business; a constant's type may be taken from its value.
    if (kind === 'constant') continue
    const program: Program = { ...source.program, body: [node] }
    new Visitor({
      TSTypeParameter: ({ name }) => parameters.add(name.name),
      TSTypeReference: ({ typeName }) => names.add(source.textOf(typeName).split('.')[0] ?? ''),
      TSTypeQuery: ({ exprName }) => names.add(source.textOf(exprName).split('.')[0] ?? ''),
      TSInterfaceHeritage: ({ expression }) => names.add(source.textOf(expression)),
    }).visit(kind === 'class' || kind === 'function' ? withoutBodies(program) : program)
  }
  return [...names].filter((name) => !parameters.has(name))
}

function withoutBodies(program: Program): Program {
  return JSON.parse(JSON.stringify(program, (key, value: unknown) => (key === 'body' && isBlock(value) ? null : value)))
}

function isBlock(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'BlockStatement'
}
