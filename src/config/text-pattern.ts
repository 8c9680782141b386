import { quoteText } from '../oci/quote.ts'
import { escapeControl } from '../report/escape.ts'
import { invalidValue, readText } from './readers.ts'

/** What a text must hold: these characters, or something a regular expression matches. */
export type TextPattern =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }

const maxPatternLength = 1000
/** `g` and `y` make one answer depend on the one before. */
const usefulFlags = /^[imsuv]*$/

/**
 * `ready` as it is, `/ready|up/i` as a regular expression; in a configuration file also a regular expression itself.
 * @throws HarnessError `config-invalid`
 */
export function readTextPattern(raw: unknown): TextPattern {
  if (raw instanceof RegExp) return checkRegex(raw.source, raw.flags.replaceAll(/[gyd]/g, ''))
  const text = readText(raw)
  if (text.length > maxPatternLength) throw invalidValue(text, `a text of at most ${maxPatternLength} characters`)
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/su.exec(text) ?? []
  return source === undefined ? { kind: 'text', text } : checkRegex(source, flags)
}

function checkRegex(source: string, flags: string): TextPattern {
  const shown = `/${source}/${flags}`
  if (source.length > maxPatternLength) throw invalidValue(shown, `at most ${maxPatternLength} characters long`)
  if (!usefulFlags.test(flags)) throw invalidValue(shown, 'a regular expression with the flags i, m, s, u or v')
  try {
    RegExp(source, flags)
  } catch {
    throw invalidValue(shown, 'a regular expression', 'write /like this/, or the text itself without slashes')
  }
  return { kind: 'regex', source, flags }
}

/** As a message shows it: `"ready"` or `/ready|up/i`. */
export function formatTextPattern(pattern: TextPattern): string {
  if (pattern.kind === 'text') return quoteText(pattern.text)
  return escapeControl(`/${pattern.source}/${pattern.flags}`, 80)
}
