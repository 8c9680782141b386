import { formatTextPattern, type TextPattern } from '../config/text-pattern.ts'
import { quoteText } from '../oci/quote.ts'
import { findMatch } from './match-text.ts'
import type { Answer } from './observation.ts'

const linesAtOnce = 1000

/** A question for a line of the log, which looks at each line once. */
export function openLogQuestion(pattern: TextPattern, lines: () => readonly string[]): () => Answer {
  let looked = 0
  let found: string | undefined
  return () => {
    const all = lines()
    while (found === undefined && looked < all.length) {
      const fresh = all.slice(looked, looked + linesAtOnce)
      found = fresh[findMatch(pattern, fresh)]
      looked += fresh.length
    }
    if (found !== undefined) return { kind: 'good', proof: describeLine(found) }
    return { kind: 'none', reason: `it wrote no line with ${formatTextPattern(pattern)}` }
  }
}

/** A line that was wanted, as a proof. */
export function describeLine(line: string): string {
  return `log line ${quoteText(line.trim(), 80)}`
}
