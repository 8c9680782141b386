import { Visitor, type Expression, type Node } from 'oxc-parser'
import { dottedName } from './parsed-source.ts'
import { at, type Rule } from './rule.ts'
import type { SourceFile } from './source-tree.ts'

const testNames = new Set(['it', 'test', 'describe', 'suite', 'bench'])
const modifiers = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails'])
/** Calls inside a test that end it as skipped. */
const leavings = new Set(['skip', 'context.skip', 'ctx.skip', 'task.skip'])

export const runsEveryTest: Rule = {
  name: 'has no test that is skipped, focused or expected to fail',
  check: (tree) => tree.sources.filter((file) => file.path.startsWith('test/')).flatMap(unrunTests),
}

function unrunTests(file: SourceFile): readonly string[] {
  const messages: string[] = []
  const report = (node: Node, what: string): unknown =>
    messages.push(`${at(file, node)} has ${what}: every test runs, make it pass or remove it`)
  for (const use of file.parsed.uses) {
    const [root = '', ...members] = use.name.split('.')
    const last = members.at(-1) ?? ''
    if (testNames.has(root) && modifiers.has(last)) messages.push(`${at(file, use)} has ${use.name}: every test runs`)
  }
  new Visitor({
    CallExpression: (node) => {
      const name = dottedName(node.callee) ?? ''
      if (leavings.has(name)) report(node, `${name}()`)
      if (!testNames.has(name.split('.')[0] ?? '')) return
      for (const argument of node.arguments) {
        if (argument.type === 'ObjectExpression')
          for (const key of modifierKeys(argument)) report(argument, `{ ${key} }`)
      }
    },
  }).visit(file.parsed.program)
  return messages
}

function modifierKeys(options: Extract<Expression, { type: 'ObjectExpression' }>): readonly string[] {
  return options.properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' && modifiers.has(property.key.name)
      ? [property.key.name]
      : [],
  )
}
