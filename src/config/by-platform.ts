import { formatPlatform, isSamePlatform, parsePlatform, type Platform } from '../oci/platform.ts'
import { invalidValue, readTexts } from './readers.ts'

/** A value for one platform. */
export interface PlatformValue {
  readonly platform: Platform
  readonly value: string
}

/** Values for single platforms, and one for the rest. */
export interface ByPlatform {
  readonly rest?: string
  readonly platforms: readonly PlatformValue[]
}

/**
 * Reads `VALUE` and `PLATFORM=VALUE`, one or several; a platform has a slash, and no value begins like one.
 * @throws HarnessError `config-invalid`, `platform-invalid`
 */
export function readByPlatform(raw: unknown): ByPlatform {
  let rest: string | undefined
  const platforms: PlatformValue[] = []
  for (const text of readTexts(raw).map((each) => each.trim())) {
    const [, name, value = text] = /^([a-z]\w*(?:\([^)]*\))?\/[^=]*)=([\s\S]*)$/i.exec(text) ?? []
    if (value.trim() === '') throw invalidValue(text, 'a value for a platform', `write ${name ?? 'PLATFORM'}=VALUE`)
    if (name === undefined) {
      if (rest !== undefined && rest !== value) {
        throw invalidValue(text, `possible beside ${rest}`, 'give one for all platforms, the others as PLATFORM=VALUE')
      }
      rest = value
      continue
    }
    const platform = parsePlatform(name)
    const known = platforms.find((it) => isSamePlatform(it.platform, platform))
    if (known !== undefined && known.value !== value) {
      throw invalidValue(text, `possible beside ${known.value}`, `give one for ${formatPlatform(platform)}`)
    }
    if (known === undefined) platforms.push({ platform, value })
  }
  return { ...(rest === undefined ? {} : { rest }), platforms }
}
