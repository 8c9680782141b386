import { readHeaderEntry, readHeaderWant, readJsonEntry, readJsonWant } from './answer-wants.ts'
import type { AnswerWants, HeaderWant, JsonWant } from './answer-wants.ts'
import { parseHttpTarget, readPort, type HttpTarget, type TlsTrust } from './http-target.ts'
import { isPlainObject, listFields, openPartReader, readItems, type PartReader } from './parts.ts'
import { invalidValue, readScalar, readText } from './readers.ts'
import { readStatuses } from './status-range.ts'
import { readTextPattern } from './text-pattern.ts'

/** The settings of an answer, which an endpoint has for itself and `expect` for all of them. */
export const wantKeys = ['status', 'body', 'json', 'header'] as const
const keys = ['port', 'path', 'tls', 'host', ...wantKeys] as const

/** What must answer: a text or number, an object with what its answer must be like, or a list of either. */
export function readHttpTargets(raw: unknown): readonly HttpTarget[] {
  const targets = readItems(raw, (item) =>
    isPlainObject(item) ? readEndpoint(item) : parseHttpTarget(readScalar(item)),
  )
  if (targets.length === 0) throw invalidValue(raw, 'a port or path')
  return targets
}

function readEndpoint(raw: object): HttpTarget {
  const parts = openPartReader()
  const fields = listFields(parts, raw, keys)
  const port = fields.has('port') ? parts.read('.port', () => readPort(fields.get('port'))) : undefined
  const path = fields.has('path') ? parts.read('.path', () => readPath(fields.get('path'))) : undefined
  const host = fields.has('host') ? parts.read('.host', () => readHost(fields.get('host'))) : undefined
  const tls = fields.has('tls') ? parts.read('.tls', () => readTls(fields.get('tls'))) : undefined
  const wants = readWants(parts, fields)
  if (!fields.has('port') && !fields.has('path')) {
    parts.read('', () => {
      throw invalidValue(raw, 'an endpoint: it has neither port nor path', "write { port: 5000, path: '/health' }")
    })
  }
  parts.finish()
  return {
    scheme: tls === undefined || tls === false ? 'http' : 'https',
    ...(port === undefined ? {} : { port }),
    path: path ?? '/',
    ...(host === undefined ? {} : { host }),
    ...(typeof tls === 'object' ? { trust: tls } : {}),
    wants,
  }
}

/** What an answer must be like, from the fields that say so. */
export function readWants(parts: PartReader, fields: ReadonlyMap<string, unknown>): AnswerWants {
  const read = <T>(key: string, reader: (raw: unknown) => readonly T[]): readonly T[] =>
    fields.has(key) ? (parts.read(`.${key}`, () => reader(fields.get(key))) ?? []) : []
  return {
    statuses: read('status', readStatuses),
    body: read('body', (raw) => readItems(raw, readTextPattern)),
    json: read('json', readJsonWants),
    headers: read('header', readHeaderWants),
  }
}

function readJsonWants(raw: unknown): readonly JsonWant[] {
  if (!isPlainObject(raw)) return readItems(raw, readJsonWant)
  return Object.entries(raw).map(([key, value]) => readJsonEntry(key, value))
}

function readHeaderWants(raw: unknown): readonly HeaderWant[] {
  if (!isPlainObject(raw)) return readItems(raw, readHeaderWant)
  return Object.entries(raw).map(([name, value]) => readHeaderEntry(name, value))
}

/** `true`: by an authority of the system; `any` certificate; or a file of authorities. */
export function readTls(raw: unknown): boolean | TlsTrust {
  return typeof raw === 'boolean' ? raw : readTrust(raw)
}

/** `any`, or a file. @throws HarnessError `config-invalid` */
export function readTrust(raw: unknown): TlsTrust {
  const text = readText(raw).trim()
  return text === 'any' ? { kind: 'any' } : { kind: 'authority', file: text }
}

function readPath(raw: unknown): string {
  const text = readText(raw)
  if (!text.startsWith('/')) throw invalidValue(text, 'a path', 'a path begins with a slash: /health')
  return parseHttpTarget(text).path
}

function readHost(raw: unknown): string {
  const text = readText(raw).trim()
  if (!/^[\w.-]{1,253}(?::\d{1,5})?$/.test(text)) throw invalidValue(text, 'a host', 'write app.example.com')
  return text
}
