import { invalidValue, readText } from './readers.ts'

/** HTTP statuses, both ends included. */
export interface StatusRange {
  readonly first: number
  readonly last: number
}

/**
 * `200`, `200,204`, `2xx`, `200-299`, or a list of such.
 * @throws HarnessError `config-invalid`
 */
export function readStatuses(raw: unknown): readonly StatusRange[] {
  const items: readonly unknown[] = Array.isArray(raw) ? raw : [raw]
  if (items.length === 0) throw invalidValue(raw, 'a status', hint)
  return items.flatMap((item) =>
    typeof item === 'number'
      ? [readRange(String(item))]
      : readText(item)
          .split(',')
          .map((part) => readRange(part.trim())),
  )
}

const hint = 'write 200, 200,204, 2xx or 200-299'

function readRange(text: string): StatusRange {
  const [, hundreds] = /^([1-5])xx$/i.exec(text) ?? []
  if (hundreds !== undefined) return { first: Number(hundreds) * 100, last: Number(hundreds) * 100 + 99 }
  const [, from, to = from] = /^(\d{3})(?:-(\d{3}))?$/.exec(text) ?? []
  const [first, last] = [Number(from), Number(to)]
  if (from === undefined || first < 100 || last > 599 || first > last) throw invalidValue(text, 'an HTTP status', hint)
  return { first, last }
}

export function includesStatus(ranges: readonly StatusRange[], status: number): boolean {
  return ranges.some(({ first, last }) => status >= first && status <= last)
}

/** `200, 204 or 300 to 399`. */
export function formatStatuses(ranges: readonly StatusRange[]): string {
  const words = ranges.map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`))
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
