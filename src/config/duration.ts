import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
/** Longer than any run, and still a delay that a timer can hold. */
const maxMs = unitMs.d

/** The longest that an age may be, in milliseconds: what is older is history. */
export const longestAgeMs = 365 * unitMs.d

/**
 * Milliseconds of an age: a duration that may be days, `7d`.
 * @throws HarnessError `config-invalid`
 */
export function parseAge(value: string | number): number {
  const ms = readMs(value, ageHint)
  if (ms > longestAgeMs) throw invalid(value, 'is too long: an age is at most 365d', ageHint)
  return ms
}

/**
 * Milliseconds of `20s`, `500ms`, `2m`, `1h30m`, `1.5s`; a bare number is seconds.
 * @throws HarnessError `config-invalid`
 */
export function parseDuration(value: string | number): number {
  // Nothing that a timer waits for takes days: it is more likely a mistake.
  if (String(value).includes('d')) throw invalid(value, 'is not a duration')
  const ms = readMs(value)
  if (ms > maxMs) throw invalid(value, 'is too long: a duration is at most 24h')
  return ms
}

function readMs(value: string | number, hint?: string): number {
  const ms = typeof value === 'number' ? value * unitMs.s : parseText(value.trim())
  if (ms === undefined || !Number.isFinite(ms)) throw invalid(value, 'is not a duration', hint)
  if (ms < 1) throw invalid(value, 'is too short: a duration is at least 1ms', hint)
  return Math.round(ms)
}

function parseText(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * unitMs.s
  // Each unit at most once, from large to small: `30m1h` is more likely a mistake than a wish.
  const match =
    /^(?:(?<d>\d+(?:\.\d+)?)d)?(?:(?<h>\d+(?:\.\d+)?)h)?(?:(?<m>\d+(?:\.\d+)?)m(?!s))?(?:(?<s>\d+(?:\.\d+)?)s)?(?:(?<ms>\d+)ms)?$/.exec(
      text,
    )
  if (match?.groups === undefined || text === '') return undefined
  const { d = '0', h = '0', m = '0', s = '0', ms = '0' } = match.groups
  return Number(d) * unitMs.d + Number(h) * unitMs.h + Number(m) * unitMs.m + Number(s) * unitMs.s + Number(ms)
}

const durationHint = 'write 500ms, 20s, 2m or 1h30m; a bare number is seconds'
const ageHint = 'write 90m, 12h or 7d; a bare number is seconds'

function invalid(value: string | number, problem: string, hint = durationHint): HarnessError {
  return new HarnessError('config-invalid', `${quoteText(String(value))} ${problem}`, {
    hint,
  })
}
