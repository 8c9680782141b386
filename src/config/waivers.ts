import { HarnessError, toHarnessError } from '../errors.ts'
import { closestWord } from '../oci/closest-word.ts'
import { formatPlatform, parsePlatform } from '../oci/platform.ts'
import { quoteText } from '../oci/quote.ts'
import { findingCodes, isFindingCode, type FindingCode } from '../report/finding-codes.ts'
import { maxGlobLength } from '../report/path-glob.ts'
import type { Waiver } from '../report/waiver.ts'
import { invalidValue, readText } from './readers.ts'

const keys = ['code', 'platform', 'path', 'reason', 'expires'] as const
const maxWaivers = 1000

/** Waivers of a configuration file. @throws HarnessError `config-invalid`, naming the first that is wrong */
export function readWaivers(raw: unknown): readonly Waiver[] {
  if (!Array.isArray(raw)) throw invalidValue(raw, 'a list of waivers', example)
  if (raw.length > maxWaivers) throw invalidValue(raw, `a list of at most ${maxWaivers} waivers`)
  return raw.map((item: unknown, position) => {
    try {
      return readWaiver(item)
    } catch (thrown) {
      const { message, hint, code } = toHarnessError(thrown)
      throw new HarnessError(code, `waiver ${position + 1}: ${message}`, hint === undefined ? {} : { hint })
    }
  })
}

const example =
  "write: waivers: [{ code: 'rootfs/foreign-binary', path: '/opt/cross/**', reason: 'a cross toolchain' }]"

function readWaiver(raw: unknown): Waiver {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw invalidValue(raw, 'a waiver', example)
  const fields = new Map<string, unknown>(Object.entries(raw).filter(([, value]) => value !== undefined))
  for (const key of fields.keys()) {
    if (keys.some((known) => known === key)) continue
    const near = closestWord(key, keys)
    const hint = near === undefined ? `a waiver has ${keys.join(', ')}` : `did you mean ${near}?`
    throw new HarnessError('config-invalid', `there is no ${quoteText(key)} in a waiver`, { hint })
  }
  const [platform, path, expires] = [fields.get('platform'), fields.get('path'), fields.get('expires')]
  return {
    code: readCode(fields.get('code')),
    ...(platform === undefined ? {} : { platform: formatPlatform(parsePlatform(readText(platform))) }),
    ...(path === undefined ? {} : { path: readPathPattern(path) }),
    reason: readReason(fields.get('reason')),
    ...(expires === undefined ? {} : { expires: readDay(expires) }),
  }
}

function readCode(raw: unknown): FindingCode {
  const text = readText(raw ?? '')
  if (text.startsWith('waiver/')) throw invalidValue(text, 'a finding that can be waived', 'correct the waiver itself')
  if (isFindingCode(text)) return text
  const near = closestWord(text, Object.keys(findingCodes))
  throw invalidValue(text, 'a finding code', near === undefined ? example : `did you mean ${near}?`)
}

function readReason(raw: unknown): string {
  if (typeof raw === 'string' && raw.trim() !== '') return raw.trim()
  throw new HarnessError('config-invalid', 'it gives no reason', {
    hint: 'say in one sentence why the finding is accepted: it stands in every report',
  })
}

/** A pattern of paths. @throws HarnessError `config-invalid` */
export function readPathPattern(raw: unknown): string {
  const text = readText(raw).trim()
  if (text.length > maxGlobLength) throw invalidValue(text, `a pattern of at most ${maxGlobLength} characters`)
  return text
}

function readDay(raw: unknown): string {
  const text = raw instanceof Date && !Number.isNaN(raw.getTime()) ? raw.toISOString().slice(0, 10) : raw
  const isDay = typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text)
  // Date.parse takes February 30 for a day in March.
  if (!isDay || new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) !== text) {
    throw invalidValue(raw, 'a day', 'write the last day it holds: 2027-01-31')
  }
  return text
}
