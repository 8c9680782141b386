/** What one ring of tests, or one check, came to. */
export interface RingResult {
  readonly name: string
  readonly passed: number
  /** One per test that failed or did not finish, and per error outside of tests. */
  readonly failures: readonly RingEntry[]
  readonly skipped: readonly RingEntry[]
}

export interface RingEntry {
  readonly title: string
  readonly reason: string
}

/** A result with one failure and nothing else. */
export function failedResult(name: string, title: string, reason: string): RingResult {
  return { name, passed: 0, failures: [{ title, reason }], skipped: [] }
}

/** Reads back what the ring reporter wrote; throws where it is something else. */
export function parseRingResult(name: string, json: string): RingResult {
  const value: unknown = JSON.parse(json)
  if (!isRecord(value) || typeof value['passed'] !== 'number') throw new Error('not a result of the ring reporter')
  return {
    name,
    passed: value['passed'],
    failures: parseEntries(value['failures']),
    skipped: parseEntries(value['skipped']),
  }
}

function parseEntries(value: unknown): readonly RingEntry[] {
  if (!Array.isArray(value)) throw new Error('not a list of the ring reporter')
  return value.filter(isRecord).map(({ title, reason }) => ({ title: String(title), reason: String(reason) }))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
