import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, type Node, type Program } from 'oxc-parser'
import { parseDocComment, type DocComment } from './doc-comment.ts'

/** A file of the sources, parsed. */
export interface Source {
  readonly path: string
  readonly program: Program
  /** What stands in the file for a node, on one line. */
  readonly textOf: (node: Range) => string
  /** The same as it is written, comments included. */
  readonly linesOf: (node: Range) => string
  /** The comment directly before a node. */
  readonly docOf: (node: Range) => DocComment | undefined
}

type Range = Pick<Node, 'start' | 'end'>

const project = fileURLToPath(new URL('../..', import.meta.url))
const parsed = new Map<string, Source>()

/** Reads a file of the project, once. */
export function openSource(path: string): Source {
  const known = parsed.get(path)
  if (known !== undefined) return known
  const text = readFileSync(join(project, path), 'utf8')
  const { program, comments, errors } = parseSync(path, text)
  if (errors[0] !== undefined) throw new Error(`${path} does not parse: ${errors[0].message}`)
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
  const linesOf = ({ start, end }: Range): string => text.slice(start, end)
  const source: Source = {
    path,
    program,
    linesOf,
    textOf: (node) => linesOf(node).replaceAll(/\s+/g, ' '),
    docOf: ({ start }) => {
      const doc = docs.findLast(({ end }) => end <= start)
      if (doc === undefined || text.slice(doc.end, start).trim() !== '') return undefined
      return parseDocComment(doc.value.slice(1))
    },
  }
  parsed.set(path, source)
  return source
}
