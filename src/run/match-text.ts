import { createContext, Script } from 'node:vm'
import { formatTextPattern, type TextPattern } from '../config/text-pattern.ts'
import { HarnessError } from '../errors.ts'

/** An honest pattern takes less than a millisecond; one that backtracks takes for ever on a text made for it. */
const patienceMs = 1000
const sandbox = createContext({ regex: /never/, texts: [''] })
const search = new Script('texts.findIndex((text) => regex.test(text))')
const tooSlow = new Set<string>()

/**
 * The first of some texts that holds what a pattern wants; -1 where none does. The texts are an application's, and may
 * be made to keep a regular expression busy.
 * @throws HarnessError `limit-exceeded` when it cannot be said in time; from then on at once
 */
export function findMatch(pattern: TextPattern, texts: readonly string[]): number {
  if (pattern.kind === 'text') return texts.findIndex((text) => text.includes(pattern.text))
  const shown = formatTextPattern(pattern)
  try {
    if (tooSlow.has(shown)) throw new Error('it was too slow before')
    Object.assign(sandbox, { regex: new RegExp(pattern.source, pattern.flags), texts })
    return Number(search.runInContext(sandbox, { timeout: patienceMs }))
  } catch (cause) {
    tooSlow.add(shown)
    throw new HarnessError('limit-exceeded', `${shown} could not be matched within ${patienceMs / 1000} s`, {
      hint: 'write a pattern without nested repetition, or the text itself',
      cause,
    })
  }
}
