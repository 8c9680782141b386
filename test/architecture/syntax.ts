import { Visitor, type Node, type VisitorObject } from 'oxc-parser'
import { at, type Rule } from './rule.ts'
import { shippedSources, type SourceFile } from './source-tree.ts'

function visitFile(file: SourceFile, visitor: (report: (node: Node, message: string) => void) => VisitorObject) {
  const messages: string[] = []
  new Visitor(visitor((node, message) => messages.push(`${at(file, node)} ${message}`))).visit(file.parsed.program)
  return messages
}

export const hasNoAny: Rule = {
  name: 'has no any',
  check: (tree) =>
    tree.sources.flatMap((file) =>
      visitFile(file, (report) => ({
        TSAnyKeyword: (node) => report(node, 'says any: take unknown and parse it'),
      })),
    ),
}

export const hasNoDefaultExport: Rule = {
  name: 'exports by name',
  check: (tree) =>
    shippedSources(tree).flatMap((file) =>
      visitFile(file, (report) => ({
        ExportDefaultDeclaration: (node) => report(node, 'has a default export: give it its name'),
        ExportSpecifier: (node) => {
          if (node.exported.type === 'Identifier' && node.exported.name === 'default')
            report(node, 'has a default export: give it its name')
        },
      })),
    ),
}

export const reexportsOnlyInEntries: Rule = {
  name: 're-exports in the entries only, name by name',
  check: (tree) =>
    shippedSources(tree).flatMap((file) => {
      const isEntry = /^src\/(index|config|vitest|vitest-config)\.ts$/.test(file.path)
      const outsideEntry = 're-exports: import from the file that defines it, folders have no barrels'
      const reexports = visitFile(file, (report) => ({
        ExportAllDeclaration: (node) =>
          report(node, isEntry ? 'exports *: list the names that are public' : outsideEntry),
        ExportNamedDeclaration: (node) => {
          if (!isEntry && node.source !== null) report(node, outsideEntry)
        },
      }))
      const statements = file.parsed.program.body
        .filter((node) => isEntry && !(node.type.startsWith('Export') && 'source' in node && node.source !== null))
        .map(
          (node) =>
            `${at(file, node)} is more than a re-export: an entry only says what is public, move it to a folder`,
        )
      return [...reexports, ...statements]
    }),
}
