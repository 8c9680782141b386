import { HarnessError } from '../errors.ts'
import { parsePlatform, type Platform } from '../oci/platform.ts'
import { quoteText } from '../oci/quote.ts'

/** An annotation of an index that is put together, or of an entry of it. */
export interface IndexAnnotation {
  readonly on: 'index' | 'manifest-descriptor'
  /** The entries it is for; absent: all. Never there for the index itself. */
  readonly platform?: Platform
  readonly key: string
  readonly value: string
}

/**
 * An annotation in the words of `docker buildx imagetools create --annotation`: `index:key=value`,
 * `manifest-descriptor[linux/arm64]:key=value`, several levels with a comma between them.
 * https://docs.docker.com/build/metadata/annotations/
 * @throws HarnessError `usage-invalid`, `platform-invalid`
 */
export function parseIndexAnnotation(text: string): readonly IndexAnnotation[] {
  const match = /^(?:([a-z,-]+(?:\[[^\]]*\])?(?:,[a-z,-]+(?:\[[^\]]*\])?)*):)?([^\s=:]+)=(.*)$/s.exec(text)
  if (match === null) throw invalid(text, 'is no annotation', 'write index:KEY=VALUE')
  const [, levels, key = '', value = ''] = match
  if (levels === undefined) throw invalid(text, 'says not what it is for', `write index:${key}=${value}`)
  return levels.split(',').map((level) => ({ ...parseLevel(level, text), key, value }))
}

function parseLevel(level: string, text: string): Pick<IndexAnnotation, 'on' | 'platform'> {
  const [, on, platform] = /^([a-z-]+)(?:\[(.*)\])?$/.exec(level) ?? []
  if (on === 'manifest-descriptor')
    return { on, ...(platform === undefined ? {} : { platform: parsePlatform(platform) }) }
  if (on === 'index' && platform === undefined) return { on }
  throw invalid(
    text,
    'cannot be made: the manifests that are put together stay as they are',
    'an index takes index:KEY=VALUE and manifest-descriptor[PLATFORM]:KEY=VALUE',
  )
}

function invalid(text: string, problem: string, hint: string): HarnessError {
  return new HarnessError('usage-invalid', `${quoteText(text)} ${problem}`, { hint })
}
