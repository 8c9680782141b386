import { HarnessError } from '../errors.ts'
import { formatPlatform, parsePlatform, type Platform } from '../oci/platform.ts'
import { quoteText } from '../oci/quote.ts'

/** Says that a value of the configuration is not what it should be. */
export function invalidValue(raw: unknown, expected: string, hint?: string): HarnessError {
  const shown = typeof raw === 'string' ? quoteText(raw) : describe(raw)
  return new HarnessError('config-invalid', `${shown} is not ${expected}`, hint === undefined ? {} : { hint })
}

function describe(raw: unknown): string {
  if (Array.isArray(raw)) return 'a list'
  return typeof raw === 'object' && raw !== null ? 'an object' : String(raw)
}

export function readText(raw: unknown): string {
  if (typeof raw !== 'string') throw invalidValue(raw, 'a text')
  if (raw.trim() === '')
    throw invalidValue(raw, 'a text: it is empty', 'leave it out, or see which variable of the shell is empty')
  return raw
}

/** A text or a number, as `5000` or `20s`. */
export function readScalar(raw: unknown): string | number {
  if (typeof raw === 'number') return raw
  return readText(raw)
}

export function readSwitch(raw: unknown): boolean {
  if (typeof raw === 'boolean') return raw
  const word = typeof raw === 'string' ? raw.trim().toLowerCase() : undefined
  if (word === 'true' || word === '1' || word === 'yes' || word === 'on') return true
  if (word === 'false' || word === '0' || word === 'no' || word === 'off') return false
  throw invalidValue(raw, 'true or false')
}

/** A path from the root on, in a container. */
export function readAbsolutePath(raw: unknown): string {
  const text = readText(raw)
  if (!text.startsWith('/') || text.includes('\0')) throw invalidValue(raw, 'an absolute path in the container')
  return text
}

/** Texts with commas between, or a list of such. */
export function readCommaList(raw: unknown): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(raw) ? raw : [raw]
  const items = texts.flatMap((text) => readText(text).split(','))
  const trimmed = items.map((item) => item.trim())
  if (trimmed.includes('')) throw invalidValue(items.join(','), 'a list: something is missing beside a comma')
  return trimmed
}

/** Texts that may hold commas themselves: one, or a list. */
export function readTexts(raw: unknown): readonly string[] {
  return Array.isArray(raw) ? raw.map(readText) : [readText(raw)]
}

/** Words of a command, of which any may be empty but the first: a list as it is, or a text to be split by `split`. */
export function readWords(split: (text: string) => readonly string[]): (raw: unknown) => readonly string[] {
  return (raw) => {
    const words: readonly unknown[] = Array.isArray(raw) ? raw : split(readText(raw))
    const texts = words.filter((word) => typeof word === 'string')
    if (texts.length < words.length)
      throw invalidValue(
        words.find((word) => typeof word !== 'string'),
        'a word',
      )
    if (texts[0] === undefined || texts[0] === '') throw invalidValue(raw, 'a command')
    return texts
  }
}

/** Platforms, normalised, each once. @throws HarnessError `platform-invalid` */
export function readPlatforms(raw: unknown): readonly Platform[] {
  const platforms = readCommaList(raw).map(parsePlatform)
  return [...new Map(platforms.map((platform) => [formatPlatform(platform), platform])).values()]
}

export function readChoice<T extends string>(...choices: readonly T[]): (raw: unknown) => T {
  return (raw) => {
    const choice = choices.find((word) => word === raw)
    if (choice === undefined) throw invalidValue(raw, choices.join(' or '))
    return choice
  }
}

/** A whole number between two, both included. */
export function readCount(min: number, max: number): (raw: unknown) => number {
  return (raw) => {
    const text = typeof raw === 'number' ? String(raw) : readText(raw)
    const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (!(count >= min && count <= max)) throw invalidValue(raw, `a whole number from ${min} to ${max}`)
    return count
  }
}

/** An object whose own reader comes later. */
export function readRecord(hint: string): (raw: unknown) => Readonly<Record<string, unknown>> {
  return (raw) => {
    if (!isRecord(raw)) throw invalidValue(raw, 'an object', hint)
    return raw
  }
}

export function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}
