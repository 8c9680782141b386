import { HarnessError } from '../errors.ts'
import { parsePlatform, type Platform } from '../oci/platform.ts'
import { quoteText } from '../oci/quote.ts'
import { invalidValue } from './readers.ts'

/** What is said of single platforms. */
export interface PlatformLevels {
  /** Audited, never run. */
  readonly static: readonly Platform[]
}

const example = "write: perPlatform: { 'linux/riscv64': { level: 'static' } }"

/** Settings of single platforms, by platform. @throws HarnessError `config-invalid`, `platform-invalid` */
export function readPerPlatform(raw: unknown): PlatformLevels {
  if (!isRecord(raw)) throw invalidValue(raw, 'an object with a key for each platform', example)
  const platforms = Object.entries(raw).flatMap(([key, settings]) => {
    const platform = parsePlatform(key)
    return readLevel(key, settings) === 'static' ? [platform] : []
  })
  return { static: platforms }
}

function readLevel(platform: string, raw: unknown): 'static' | 'run' {
  if (!isRecord(raw)) throw invalidValue(raw, `an object of settings for ${platform}`, example)
  const unknown = Object.keys(raw).find((key) => key !== 'level')
  if (unknown !== undefined) {
    throw new HarnessError('config-invalid', `${platform}: there is no setting ${quoteText(unknown)} of a platform`, {
      hint: example,
    })
  }
  const { level } = raw
  if (level === undefined || level === 'run') return 'run'
  if (level === 'static') return 'static'
  throw invalidValue(level, `a level of ${platform}`, "a level is 'run' or 'static'")
}

function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}
