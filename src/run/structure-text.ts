import { HarnessError } from '../errors.ts'
import { asObject, type JsonObject } from '../oci/json.ts'
import { closestWord } from '../oci/closest-word.ts'

/** Whoever writes tests by hand comes nowhere near it. */
export const maxStructureBytes = 256 * 1024
const maxAliases = 100

/** What stands for nothing: an empty value too, as in `files:`. */
const nothing = {
  tag: 'tag:yaml.org,2002:null',
  identify: (value: unknown): boolean => value === null,
  default: true,
  test: /^(?:~|null|Null|NULL)?$/,
  resolve: (): null => null,
}

/**
 * Reads YAML or JSON whose scalars are taken as they are written.
 * @throws HarnessError `suite-invalid` that says where it is wrong
 */
export async function readStructureText<T>(
  text: string,
  name: string,
  read: (document: JsonObject) => T | Promise<T>,
): Promise<T> {
  try {
    if (text.length > maxStructureBytes) throw new Error(`it is larger than ${maxStructureBytes} bytes`)
    const document = await parseText(text)
    return await read(asObject(document))
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new HarnessError('suite-invalid', `${name} cannot be run: ${reason}`, {
      cause,
      hint: 'it is to be a file of container-structure-test, with schemaVersion: 2.0.0',
    })
  }
}

/** What takes long of a text made for that is left out: drawings of errors, and comparing each key with all others. */
async function parseText(text: string): Promise<unknown> {
  const { LineCounter, isScalar, parseAllDocuments, visit } = await import('yaml')
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    customTags: (tags) => [...tags, nothing],
    merge: true,
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: 'error',
  })
  const [document, second] = documents
  if (second !== undefined) throw new Error('it holds several documents')
  if (document === undefined || !('contents' in document)) throw new Error('it is empty')
  const fail = (reason: string, at: number): never => {
    const { line, col } = lines.linePos(at)
    throw new Error(`${reason} at line ${line}, column ${col}`)
  }
  const [error] = document.errors
  if (error !== undefined) return fail(error.message, error.pos[0])
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        const value = String(key.value)
        if (seen.has(value) && value !== '<<') fail(`${value.slice(0, 80)} is there twice`, key.range?.[0] ?? 0)
        seen.add(value)
      }
    },
  })
  const value: unknown = document.toJS({ maxAliasCount: maxAliases })
  return value
}

/** A word that nobody knows is a test that is not run. */
export function requireKnown(object: JsonObject, words: string): void {
  const known = words.split(' ')
  const strange = object.keys().find((key) => !known.includes(key))
  if (strange === undefined) return
  const near = closestWord(strange, known)
  const advice = near === undefined ? `what is: ${known.join(', ')}` : `did you mean ${near}?`
  throw new Error(`${object.where === '' ? '' : `${object.where}: `}${strange} is not supported; ${advice}`)
}

const bases: Readonly<Record<string, number>> = { '0x': 16, '0o': 8, '0b': 2 }

/** A whole number as YAML 1.1 writes it: `0x1f`, and `017` is octal. */
export function readNumber(object: JsonObject, key: string, usual: number): number {
  const text = object.optionalString(key)
  if (text === undefined) return usual
  const plain = text.replaceAll('_', '').toLowerCase()
  const [, sign = '', prefix = '', digits = ''] = /^([-+]?)(0[xob]?(?=.))?(.+)$/.exec(plain) ?? []
  const base = prefix === '0' ? 8 : (bases[prefix] ?? 10)
  const value = Number.parseInt(digits, base)
  if (digits === '' || Number.isNaN(value) || !Number.isSafeInteger(value) || !isWhole(digits, base)) {
    throw new Error(`${object.where}.${key} must be a whole number, not ${text}`)
  }
  return sign === '-' ? -value : value
}

function isWhole(digits: string, base: number): boolean {
  const allowed = '0123456789abcdef'.slice(0, base)
  return Array.from(digits).every((digit) => allowed.includes(digit))
}

export function readSwitch(object: JsonObject, key: string, usual: boolean): boolean {
  const text = object.optionalString(key)?.toLowerCase()
  if (text === undefined) return usual
  if (['true', 'yes', 'on', 'y'].includes(text)) return true
  if (['false', 'no', 'off', 'n'].includes(text)) return false
  throw new Error(`${object.where}.${key} must be true or false, not ${text}`)
}

/** Words of a command; there has to be one. */
export function readWords(object: JsonObject, key: string): readonly string[] {
  const words = object.strings(key)
  if (words.length === 0) throw new Error(`${object.where}.${key} must name a command`)
  return words
}

/** A text that says something. */
export function readText(object: JsonObject, key: string): string {
  const text = object.optionalString(key) ?? ''
  if (text === '') throw new Error(`${object.where}.${key} must not be empty`)
  return text
}
