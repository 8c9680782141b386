import { invalidValue } from './readers.ts'

/** The way to one value of a JSON document, from its root: names of members and positions in lists. */
export type JsonPath = readonly (string | number)[]

const maxSteps = 50
/** A name, a position or a quoted name, each with what stands around it. */
const step = /\.([\p{L}_][\p{L}\p{N}_-]*)|\[(-?\d{1,9})\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/uy

/**
 * `$.status`, `$.checks[0].state`, `$['a b']`: a query of RFC 9535 that leads to one value at most.
 * https://www.rfc-editor.org/rfc/rfc9535#name-singular-query
 *
 * @returns the path, and how many characters it took
 * @throws HarnessError `config-invalid`
 */
export function parseJsonPath(text: string): { readonly path: JsonPath; readonly length: number } {
  if (!text.startsWith('$')) throw invalidValue(text, 'a JSON path', hint)
  const path: (string | number)[] = []
  let length = 1
  for (;;) {
    step.lastIndex = length
    const [whole, name, position, single, double] = step.exec(text) ?? []
    if (whole === undefined) return { path, length }
    if (path.length === maxSteps) throw invalidValue(text, `a JSON path of at most ${maxSteps} steps`)
    const quoted = (single ?? double)?.replaceAll(/\\(.)/gsu, '$1')
    path.push(position === undefined ? (name ?? quoted ?? '') : Number(position))
    length += whole.length
  }
}

const hint = 'write $.status, $.checks[0].state or $["a name"]'

/** What the path leads to in a parsed document; absent where it leads nowhere. */
export function followJsonPath(document: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof key === 'number') return Array.isArray(value) ? (value.at(key) as unknown) : undefined
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return Object.entries(value).find(([name]) => name === key)?.[1] as unknown
  }, document)
}
