import { quoteText } from '../oci/quote.ts'
import type { Json } from '../report/finding.ts'

const shownInMessage = 5
const keptInEvidence = 100
const plain = /^[\w./@+:~,=%-]{1,200}$/

/** A path in a message: as it is, or quoted and cut where it holds anything unusual. */
export function showPath(path: string): string {
  return plain.test(path) ? path : quoteText(path, 200)
}

/** A few paths in a message. */
export function showPaths(paths: readonly string[]): string {
  const shown = paths.slice(0, shownInMessage).map(showPath).join(', ')
  return paths.length > shownInMessage ? `${shown} and ${paths.length - shownInMessage} more` : shown
}

/** The evidence of a finding that is about files: each path, up to a hundred, and how many there are. */
export function pathEvidence(paths: readonly string[]): { readonly [key: string]: Json } {
  const [path] = paths
  if (path !== undefined && paths.length === 1) return { path }
  return { paths: paths.slice(0, keptInEvidence), count: paths.length }
}
