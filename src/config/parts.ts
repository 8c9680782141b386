import { HarnessError, toHarnessError } from '../errors.ts'
import { closestWord } from '../oci/closest-word.ts'
import { quoteText } from '../oci/quote.ts'

/** What is wrong with one part of a value, and where in it: `[1].status`. */
export interface InvalidPart {
  readonly where: string
  readonly error: HarnessError
}

/** Several parts of one value are wrong. */
export class InvalidParts extends HarnessError {
  readonly parts: readonly InvalidPart[]

  constructor(parts: readonly [InvalidPart, ...InvalidPart[]]) {
    const [{ error }] = parts
    const message = parts.map((part) => `${part.where.replace(/^\./, '')}: ${part.error.message}`).join('; ')
    super(error.code, message, error.hint === undefined ? {} : { hint: error.hint })
    this.parts = parts
  }
}

/** Reads parts one after another, and remembers what is wrong with each. */
export interface PartReader {
  read<T>(where: string, read: () => T): T | undefined
  /** @throws InvalidParts when any part was wrong */
  finish(): void
}

export function openPartReader(): PartReader {
  const wrong: InvalidPart[] = []
  return {
    read: (where, read) => {
      try {
        return read()
      } catch (thrown) {
        if (thrown instanceof InvalidParts) {
          wrong.push(...thrown.parts.map((part) => ({ ...part, where: `${where}${part.where}` })))
        } else wrong.push({ where, error: toHarnessError(thrown) })
        return undefined
      }
    },
    finish: () => {
      const [first, ...more] = wrong
      if (first !== undefined) throw new InvalidParts([first, ...more])
    },
  }
}

/** The fields that are set; one the object cannot have is wrong. */
export function listFields(parts: PartReader, raw: object, keys: readonly string[]): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>(Object.entries(raw).filter(([, value]) => value !== undefined))
  for (const key of fields.keys()) {
    if (keys.includes(key)) continue
    parts.read(`.${/^[\w-]{1,60}$/.test(key) ? key : quoteText(key)}`, () => {
      const near = closestWord(key, keys)
      const hint = near === undefined ? `the settings here are ${keys.join(', ')}` : `did you mean ${near}?`
      throw new HarnessError('config-invalid', 'there is no such setting', { hint })
    })
  }
  return fields
}

/** A list's items, each read by itself; one value counts as a list of it. */
export function readItems<T>(raw: unknown, readItem: (item: unknown) => T): readonly T[] {
  if (!Array.isArray(raw)) return [readItem(raw)]
  const parts = openPartReader()
  const items = raw.flatMap((item: unknown, position): readonly T[] => {
    const value = parts.read(`[${position}]`, () => readItem(item))
    return value === undefined ? [] : [value]
  })
  parts.finish()
  return items
}

export function isPlainObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof RegExp)
}
