import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
/** Longer than any run, and still a delay that a timer can hold. */
const maxMs = 24 * unitMs.h

/**
 * Milliseconds of `20s`, `500ms`, `2m`, `1h30m`, `1.5s`; a bare number is seconds.
 * @throws HarnessError `config-invalid`
 */
export function parseDuration(value: string | number): number {
  const ms = typeof value === 'number' ? value * unitMs.s : parseText(value.trim())
  if (ms === undefined || !Number.isFinite(ms)) throw invalid(value, 'is not a duration')
  if (ms < 1) throw invalid(value, 'is too short: a duration is at least 1ms')
  if (ms > maxMs) throw invalid(value, 'is too long: a duration is at most 24h')
  return Math.round(ms)
}

function parseText(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * unitMs.s
  // Each unit at most once, from large to small: `30m1h` is more likely a mistake than a wish.
  const match =
    /^(?:(?<h>\d+(?:\.\d+)?)h)?(?:(?<m>\d+(?:\.\d+)?)m(?!s))?(?:(?<s>\d+(?:\.\d+)?)s)?(?:(?<ms>\d+)ms)?$/.exec(text)
  if (match?.groups === undefined || text === '') return undefined
  const { h = '0', m = '0', s = '0', ms = '0' } = match.groups
  return Number(h) * unitMs.h + Number(m) * unitMs.m + Number(s) * unitMs.s + Number(ms)
}

function invalid(value: string | number, problem: string): HarnessError {
  return new HarnessError('config-invalid', `${quoteText(String(value))} ${problem}`, {
    hint: 'write 500ms, 20s, 2m or 1h30m; a bare number is seconds',
  })
}
