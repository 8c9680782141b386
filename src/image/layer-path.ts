import { invalidLayer, overLimit } from './layer-fault.ts'
import { quoteText } from '../oci/quote.ts'

/**
 * A name in an archive as an absolute path without `.`, `..` and double slashes; a name that leads out of the root is
 * refused, as engines do.
 *
 * @throws LayerFault
 */
export function normalizeEntryPath(name: string, maxNameBytes: number): string {
  if (name.length > maxNameBytes) throw overLimit(`a name in its tar has ${name.length} bytes`)
  if (!irregular.test(name)) return name.endsWith('/') ? `/${name.slice(0, -1)}` : `/${name}`
  const parts: string[] = []
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined)
      throw invalidLayer(`its tar has ${quoteText(name)}, which leads out of the root`)
  }
  return `/${parts.join('/')}`
}

/** An empty name, a leading slash, or any part that is empty or made of dots. */
const irregular = /^$|^\/|\/\/|(?:^|\/)\.{1,2}(?:\/|$)/

/** The directory a normalised path lies in, and its name there. */
export function splitPath(path: string): { readonly directory: string; readonly name: string } {
  const slash = path.lastIndexOf('/')
  return { directory: slash === 0 ? '/' : path.slice(0, slash), name: path.slice(slash + 1) }
}

/** A name in a directory, as a path. */
export function joinPath(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`
}
