import type { Expression, TSType } from 'oxc-parser'
import type { ApiDeclaration } from './declaration.ts'
import type { Source } from './source.ts'

/** The texts a type allows where it is made of a list or table of the same file: `(typeof names)[number]`, `keyof typeof table`. */
export function listChoices({ nodes: [node], source }: ApiDeclaration): readonly string[] | undefined {
  if (node?.type !== 'TSTypeAliasDeclaration') return undefined
  const { typeAnnotation: type } = node
  const name = nameOfKeys(type, source) ?? nameOfItems(type, source)
  const value = name === undefined ? undefined : findConstant(name, source)
  if (value?.type === 'ObjectExpression') {
    return value.properties.flatMap((property) =>
      property.type === 'Property' ? [source.textOf(property.key).replaceAll(/^'|'$/g, '')] : [],
    )
  }
  if (value?.type !== 'ArrayExpression') return undefined
  return value.elements.flatMap((it) => (it?.type === 'Literal' && typeof it.value === 'string' ? [it.value] : []))
}

function nameOfKeys(type: TSType, source: Source): string | undefined {
  if (type.type !== 'TSTypeOperator' || type.operator !== 'keyof') return undefined
  return type.typeAnnotation.type === 'TSTypeQuery' ? source.textOf(type.typeAnnotation.exprName) : undefined
}

function nameOfItems(type: TSType, source: Source): string | undefined {
  if (type.type !== 'TSIndexedAccessType') return undefined
  return /^\(typeof (\w+)\)$/.exec(source.textOf(type.objectType))?.[1]
}

function findConstant(name: string, { program }: Source): Expression | undefined {
  for (const statement of program.body) {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (node?.type !== 'VariableDeclaration') continue
    for (const { id, init } of node.declarations) {
      if (id.type === 'Identifier' && id.name === name && init !== null) return withoutAssertion(init)
    }
  }
  return undefined
}

/** `[…] as const`, `{…} as const satisfies T`. */
function withoutAssertion(value: Expression): Expression {
  if (value.type === 'TSAsExpression' || value.type === 'TSSatisfiesExpression')
    return withoutAssertion(value.expression)
  if (value.type === 'CallExpression' && value.arguments.length === 1) {
    const [argument] = value.arguments
    return argument === undefined || argument.type === 'SpreadElement' ? value : withoutAssertion(argument)
  }
  return value
}
