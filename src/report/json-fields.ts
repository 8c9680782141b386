import { HarnessError } from '../errors.ts'

/** Reads a value that stands at `path`, or throws `report-invalid`. */
export type ReadJson<T> = (value: unknown, path: string) => T

/** The fields of a JSON object at a path. */
export interface JsonFields {
  readonly path: string
  required<T>(key: string, read: ReadJson<T>): T
  /** An object with the field, or an empty one when it is absent: to be spread. */
  optional<K extends string, T>(key: K, read: ReadJson<T>): { readonly [P in K]?: T }
}

/** @throws HarnessError `report-invalid` */
export function readFields(value: unknown, path: string): JsonFields {
  const fields = isObject(value) ? value : invalid(path, 'an object', value)
  const at = (key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined)
  return {
    path,
    required: (key, read) => read(at(key), `${path}.${key}`),
    optional: (key, read) => {
      const field = at(key)
      return optionalField(key, field === undefined ? undefined : read(field, `${path}.${key}`))
    },
  }
}

function optionalField<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T }
function optionalField(key: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [key]: value }
}

/** @throws HarnessError `report-invalid`: "report.platforms[2].digest must be a digest, not 7". */
export function invalid(path: string, expected: string, value: unknown): never {
  const shown = value === undefined ? 'is missing' : `must be ${expected}, not ${describe(value)}`
  const missing = value === undefined ? `: it must be ${expected}` : ''
  throw new HarnessError('report-invalid', `${path} ${shown}${missing}`, {
    hint: 'give a report that everyarch wrote with --json or --reporter json=FILE',
  })
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isObject(value)) return 'an object'
  const text = JSON.stringify(value) ?? typeof value
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A string of at most `maxLength` characters. */
export function readText(maxLength: number): ReadJson<string> {
  return (value, path) => {
    if (typeof value !== 'string') return invalid(path, 'a string', value)
    return value.length <= maxLength ? value : invalid(path, `at most ${maxLength} characters long`, value)
  }
}

/** A number from 0 up. */
export function readQuantity(value: unknown, path: string): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? value
    : invalid(path, 'a number from 0 up', value)
}

/** True or false. */
export function readFlag(value: unknown, path: string): boolean {
  return typeof value === 'boolean' ? value : invalid(path, 'true or false', value)
}

/** A date and time. https://www.rfc-editor.org/rfc/rfc3339#section-5.6 */
export function readInstant(value: unknown, path: string): string {
  const isInstant =
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  return isInstant ? value : invalid(path, 'a date and time like 2026-11-22T04:00:00Z', value)
}

/** One of some words. */
export function readWord<T extends string | number>(...words: readonly T[]): ReadJson<T> {
  return (value, path) =>
    words.find((word) => word === value) ?? invalid(path, words.map((word) => JSON.stringify(word)).join(' or '), value)
}

/** A list of at most `maxLength` items. */
export function readList<T>(read: ReadJson<T>, maxLength: number): ReadJson<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return invalid(path, 'a list', value)
    if (value.length > maxLength) return invalid(path, `a list of at most ${maxLength}`, value)
    return value.map((item: unknown, position) => read(item, `${path}[${position}]`))
  }
}

/** A value that a type guard knows. */
export function readGuarded<T>(guard: (value: unknown) => value is T, expected: string): ReadJson<T> {
  return (value, path) => (guard(value) ? value : invalid(path, expected, value))
}
