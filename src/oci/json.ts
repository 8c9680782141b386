import { HarnessError, type ErrorCode } from '../errors.ts'
import { quoteText } from './quote.ts'

/**
 * Reads one value of unknown JSON, or throws `content-invalid` naming `where` it is wrong (`manifests[2].digest`).
 * Every `as…` below and every `parse…` of this folder is one, so they combine: `o.list('layers', parseDescriptor)`.
 */
export type Parse<T> = (value: unknown, where: string) => T

export interface ListLimit {
  /** @default 10_000 entries */
  readonly max?: number
}

export interface IntegerRange {
  /** @default 0 */
  readonly min?: number
  /** @default Number.MAX_SAFE_INTEGER */
  readonly max?: number
}

/**
 * The fields of a JSON object, read one by one. Unknown fields are ignored. A field that is `null` counts as absent,
 * as the specification says of every optional field.
 */
export interface JsonObject {
  /** Path of this object in its document; empty for the document itself. */
  readonly where: string
  keys(): readonly string[]
  /** True where the field is there and not null. */
  has(key: string): boolean
  required<T>(key: string, parse: Parse<T>): T
  optional<T>(key: string, parse: Parse<T>): T | undefined
  string(key: string): string
  optionalString(key: string): string | undefined
  /** A whole number, 0 or more unless a range is given. */
  integer(key: string, range?: IntegerRange): number
  optionalInteger(key: string, range?: IntegerRange): number | undefined
  optionalBoolean(key: string): boolean | undefined
  object(key: string): JsonObject
  optionalObject(key: string): JsonObject | undefined
  /** An array, every entry parsed with its own path; empty where the field is absent. @throws `limit-exceeded` */
  list<T>(key: string, parse: Parse<T>, limit?: ListLimit): readonly T[]
  /** An array of strings; empty where the field is absent. */
  strings(key: string): readonly string[]
  /** A map of strings, without a prototype; `undefined` where the field is absent. */
  optionalRecord(key: string): Readonly<Record<string, string>> | undefined
}

const maxEntries = 10_000
/** Build metadata in labels reaches hundreds of kilobytes; nothing honest reaches this. */
const maxRecordValueLength = 1024 * 1024

/** @throws HarnessError `content-invalid` */
export function asObject(value: unknown, where = ''): JsonObject {
  if (!isPlainObject(value)) return fail(where, 'an object', value)
  const read = (key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined)
  const path = (key: string): string => joinPath(where, key)
  const required = <T>(key: string, parse: Parse<T>): T => parse(read(key), path(key))
  const optional = <T>(key: string, parse: Parse<T>): T | undefined => {
    const field = read(key)
    return field === undefined || field === null ? undefined : parse(field, path(key))
  }
  return {
    where,
    keys: () => Object.keys(value),
    has: (key) => read(key) !== undefined && read(key) !== null,
    required,
    optional,
    string: (key) => required(key, asString),
    optionalString: (key) => optional(key, asString),
    integer: (key, range) => required(key, (field, at) => asInteger(field, at, range)),
    optionalInteger: (key, range) => optional(key, (field, at) => asInteger(field, at, range)),
    optionalBoolean: (key) => optional(key, asBoolean),
    object: (key) => required(key, asObject),
    optionalObject: (key) => optional(key, asObject),
    list: (key, parse, limit) => optional(key, (field, at) => asList(field, at, parse, limit)) ?? [],
    strings: (key) => optional(key, (field, at) => asList(field, at, asString)) ?? [],
    optionalRecord: (key) => optional(key, asRecord),
  }
}

/** @throws HarnessError `content-invalid` */
export function asString(value: unknown, where: string): string {
  return typeof value === 'string' ? value : fail(where, 'a string', value)
}

/** @throws HarnessError `content-invalid` */
export function asBoolean(value: unknown, where: string): boolean {
  return typeof value === 'boolean' ? value : fail(where, 'true or false', value)
}

/** A whole number that JavaScript holds exactly. @throws HarnessError `content-invalid` */
export function asInteger(value: unknown, where: string, range: IntegerRange = {}): number {
  const min = range.min ?? 0
  const max = range.max ?? Number.MAX_SAFE_INTEGER
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value
  return fail(where, `a whole number from ${min} to ${max}`, value)
}

/** @throws HarnessError `content-invalid`, or `limit-exceeded` above `limit.max` entries */
export function asList<T>(value: unknown, where: string, parse: Parse<T>, limit: ListLimit = {}): readonly T[] {
  if (!Array.isArray(value)) return fail(where, 'an array', value)
  const max = limit.max ?? maxEntries
  if (value.length > max) return failLimit(where, `${value.length} entries`, `${max}`)
  return value.map((entry: unknown, index) => parse(entry, `${where}[${index}]`))
}

/**
 * A map of strings. It has no prototype, so that `__proto__` or `constructor` are keys like any other; a null value
 * counts as empty, as Go's decoder has it.
 *
 * @throws HarnessError `content-invalid`, or `limit-exceeded`
 */
export function asRecord(value: unknown, where: string): Readonly<Record<string, string>> {
  if (!isPlainObject(value)) return fail(where, 'an object', value)
  const keys = Object.keys(value)
  if (keys.length > maxEntries) return failLimit(where, `${keys.length} entries`, `${maxEntries}`)
  const record: Record<string, string> = Object.create(null)
  for (const key of keys) {
    const at = joinPath(where, key)
    const text = value[key] === null ? '' : asString(value[key], at)
    if (text.length > maxRecordValueLength) return failLimit(at, `${text.length} characters`, `${maxRecordValueLength}`)
    record[key] = text
  }
  return record
}

/**
 * Bytes as JSON: strict UTF-8, no byte order mark. Of a key written twice the last counts, as in Go.
 *
 * @default maxBytes 8 MiB
 * @throws HarnessError `content-invalid`, or `limit-exceeded`
 */
export function parseJson(bytes: Uint8Array, where: string, maxBytes = 8 * 1024 * 1024): unknown {
  if (bytes.byteLength > maxBytes) return failLimit(where, `${bytes.byteLength} bytes`, `${maxBytes}`)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new HarnessError('content-invalid', `${where} is not UTF-8 text`, { cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    const start = bytes.byteLength === 0 ? 'it is empty' : `it starts with ${quoteText(text.slice(0, 40))}`
    throw new HarnessError('content-invalid', `${where} is not JSON: ${start}`, { cause })
  }
}

/**
 * Runs a parser and names the document in its error: `manifests[2].digest must be …` becomes
 * `index of ghcr.io/acme/app: manifests[2].digest must be …`, under another code where one
 * fits better; `limit-exceeded` keeps its own.
 */
export function parseWithin<T>(what: string, parse: () => T, code: ErrorCode = 'content-invalid'): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    if (error.code !== 'content-invalid' && error.code !== 'limit-exceeded') throw error
    const hint = error.hint === undefined ? {} : { hint: error.hint }
    throw new HarnessError(error.code === 'content-invalid' ? code : error.code, `${what}: ${error.message}`, {
      ...hint,
      details: error.details,
      cause: error,
    })
  }
}

/** Throws `content-invalid`: what was expected at a path, and what is there. */
export function failContent(where: string, problem: string, hint?: string): never {
  const at = where === '' ? 'the document' : where
  throw new HarnessError('content-invalid', `${at} ${problem}`, {
    ...(hint === undefined ? {} : { hint }),
    details: { path: where },
  })
}

function fail(where: string, expected: string, found: unknown): never {
  return found === undefined
    ? failContent(where, `is missing, it must be ${expected}`)
    : failContent(where, `must be ${expected}, not ${describeValue(found)}`)
}

function failLimit(where: string, found: string, max: string): never {
  const at = where === '' ? 'the document' : where
  throw new HarnessError('limit-exceeded', `${at} has ${found}, the limit is ${max}`, { details: { path: where } })
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'string') return `the string ${quoteText(value, 40)}`
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return `an ${typeof value}`
}

function joinPath(where: string, key: string): string {
  if (!/^[\w$-]+$/.test(key) || key.length > 100) return `${where}[${quoteText(key)}]`
  return where === '' ? key : `${where}.${key}`
}
