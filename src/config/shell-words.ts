import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'

/**
 * The words of a command as a shell takes them apart: blanks, quotes and backslashes, and nothing else; no variable and
 * no wildcard is replaced.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 *
 * @throws HarnessError `config-invalid`
 */
export function splitShellWords(text: string): readonly string[] {
  const words: string[] = []
  // A run of quoted and unquoted pieces is one word; only a quote that is never closed or a last backslash is left over.
  const word = /\s*((?:'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[^\s'"\\])+)/y
  while (word.lastIndex < text.trimEnd().length) {
    const start = word.lastIndex
    const match = word.exec(text)
    if (match?.[1] === undefined) throw unfinished(text, text.slice(start).trim())
    words.push(unquote(match[1]))
  }
  return words
}

function unquote(word: string): string {
  return word.replaceAll(/'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])/g, (_, single, double, escaped) => {
    if (typeof single === 'string') return single
    if (typeof double === 'string') return double.replaceAll(/\\([$`"\\])/g, '$1')
    return String(escaped)
  })
}

function unfinished(text: string, rest: string): HarnessError {
  const problem = rest.startsWith('\\') ? 'ends in a backslash' : `has a quote that is not closed: ${quoteText(rest)}`
  return new HarnessError('config-invalid', `${quoteText(text)} ${problem}`, {
    hint: 'close the quote, or give the words one by one as a list in the configuration file',
  })
}
