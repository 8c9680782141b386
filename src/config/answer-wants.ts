import { invalidValue, readText } from './readers.ts'
import { parseJsonPath, type JsonPath } from './json-path.ts'
import type { StatusRange } from './status-range.ts'
import { readTextPattern, type TextPattern } from './text-pattern.ts'

/** What an HTTP answer must be like; all of it must hold. */
export interface AnswerWants {
  /** One of these; empty: any from 200 to 399. */
  readonly statuses: readonly StatusRange[]
  readonly body: readonly TextPattern[]
  readonly json: readonly JsonWant[]
  readonly headers: readonly HeaderWant[]
}

/** A value of a JSON body. */
export interface JsonWant {
  /** As it was written. */
  readonly text: string
  readonly path: JsonPath
  /** Absent: it must only be there. */
  readonly value?: JsonValueWant
}

export type JsonValueWant =
  /** Equal as text, or as the JSON this text is. */
  { readonly kind: 'equal'; readonly text: string } | { readonly kind: 'pattern'; readonly pattern: TextPattern }

export interface HeaderWant {
  /** In lower case. */
  readonly name: string
  /** Absent: it must only be there. */
  readonly value?: TextPattern
}

export const noWants: AnswerWants = { statuses: [], body: [], json: [], headers: [] }

/** `$.status=ok`, `$.count=3`, `$.name=/^a/`, or `$.status` alone. @throws HarnessError `config-invalid` */
export function readJsonWant(raw: unknown): JsonWant {
  const text = readText(raw).trim()
  const { path, length } = parseJsonPath(text)
  const rest = text.slice(length)
  if (rest === '') return { text, path }
  if (!rest.startsWith('=')) throw invalidValue(text, 'a JSON path', 'write $.status=ok, or $.status alone')
  return { text, path, value: readJsonValue(rest.slice(1)) }
}

/** A path and its value apart, as `{ '$.status': 'ok' }` has them. @throws HarnessError `config-invalid` */
export function readJsonEntry(key: string, raw: unknown): JsonWant {
  const { path, length } = parseJsonPath(key)
  if (length < key.length)
    throw invalidValue(key, 'a JSON path', 'write $.status as the key, and what it must be beside it')
  if (raw instanceof RegExp) return { text: `${key}=${String(raw)}`, path, value: readJsonValue(raw) }
  const value = typeof raw === 'string' ? raw : JSON.stringify(raw)
  if (value === undefined) throw invalidValue(raw, `a value for ${key}`)
  return { text: `${key}=${value}`, path, value: readJsonValue(value) }
}

function readJsonValue(raw: string | RegExp): JsonValueWant {
  if (typeof raw === 'string' && !/^\/.+\/[a-z]*$/su.test(raw)) return { kind: 'equal', text: raw }
  return { kind: 'pattern', pattern: readTextPattern(raw) }
}

/** `content-type=json`, `x-ready=/^(yes|true)$/`, or a name alone. @throws HarnessError `config-invalid` */
export function readHeaderWant(raw: unknown): HeaderWant {
  const text = readText(raw).trim()
  const end = text.search(/[=:]/)
  if (end === -1) return { name: readHeaderName(text) }
  return readHeaderEntry(text.slice(0, end), text.slice(end + 1).trim())
}

/** A name and what its value must hold. @throws HarnessError `config-invalid` */
export function readHeaderEntry(name: string, raw: unknown): HeaderWant {
  return { name: readHeaderName(name.trim()), value: readTextPattern(raw) }
}

// https://www.rfc-editor.org/rfc/rfc9110#name-tokens
function readHeaderName(text: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]{1,200}$/.test(text)) {
    throw invalidValue(text, 'the name of a header', 'write content-type=json')
  }
  return text.toLowerCase()
}
