import { formatPlatform, parsePlatform, type Platform } from '../oci/platform.ts'
import { quoteText } from '../oci/quote.ts'
import { readKeys } from './config-keys.ts'
import type { GivenValue, GivenValues } from './option.ts'
import { toProblems, type Problem } from './problems.ts'
import { invalidValue, isRecord } from './readers.ts'

/** What a configuration file says of one platform. */
export interface GivenPlatform {
  readonly platform: Platform
  readonly values: GivenValues
}

const example = "write: 'linux/riscv64': { timeout: '5m' }"

/** The settings of single platforms, as they are given, and what is wrong with their keys. */
export function readPlatformValues({ raw, label }: GivenValue): {
  readonly platforms: readonly GivenPlatform[]
  readonly problems: readonly Problem[]
} {
  const platforms = new Map<string, GivenPlatform>()
  const problems: Problem[] = []
  for (const [key, settings] of Object.entries(isRecord(raw) ? raw : {})) {
    if (settings === undefined) continue
    const where: GivenValue = { raw: settings, label: `${label}[${quoteKey(key)}]`, source: 'file' }
    try {
      const platform = parsePlatform(key)
      const name = formatPlatform(platform)
      if (platforms.has(name)) throw invalidValue(key, `another platform: it is ${name}, given above`)
      if (!isRecord(settings)) throw invalidValue(settings, 'an object of settings', example)
      const read = readKeys(where.label, '.', settings, 'perPlatform')
      platforms.set(name, { platform, values: read.values })
      problems.push(...read.problems)
    } catch (thrown) {
      problems.push(...toProblems(where, thrown))
    }
  }
  return { platforms: [...platforms.values()], problems }
}

function quoteKey(key: string): string {
  return /^[\w./()-]{1,60}$/.test(key) ? `'${key}'` : quoteText(key)
}
