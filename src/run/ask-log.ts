import { formatTextPattern, type TextPattern } from '../config/text-pattern.ts'
import { quoteText } from '../oci/quote.ts'
import type { LogBook } from './log-book.ts'
import { findMatch } from './match-text.ts'
import type { Answer } from './observation.ts'

const linesAtOnce = 1000

type LinesSince = LogBook['linesSince']

/** A question for a line of the log, which looks at each line once. */
export function openLogQuestion(pattern: TextPattern, linesSince: LinesSince): () => Answer {
  let position = 0
  let found: string | undefined
  return () => {
    const { lines, next } = linesSince(position)
    position = next
    for (let at = 0; found === undefined && at < lines.length; at += linesAtOnce) {
      const fresh = lines.slice(at, at + linesAtOnce)
      found = fresh[findMatch(pattern, fresh)]
    }
    if (found !== undefined) return { kind: 'good', proof: describeLine(found) }
    return { kind: 'none', reason: `it wrote no line with ${formatTextPattern(pattern)}` }
  }
}

/** A line that was wanted, as a proof. */
export function describeLine(line: string): string {
  return `log line ${quoteText(line.trim(), 80)}`
}
