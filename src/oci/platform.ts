import { HarnessError } from '../errors.ts'
import { asObject } from './json.ts'
import { checkPlatform } from './platform-check.ts'
import { normalizeNames } from './platform-names.ts'
import { knownArchitectures, knownOses } from './platform-table.ts'
import { quoteText } from './quote.ts'

/**
 * Where an image runs. Field names are the specification's, in camel case.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md
 */
export interface Platform {
  /** `linux`, `windows`. */
  readonly os: string
  /** `amd64`, `arm64`. */
  readonly architecture: string
  /** `v7`. */
  readonly variant?: string
  /** Of Windows: `10.0.20348.2227`. */
  readonly osVersion?: string
  /** Of Windows: `win32k`. */
  readonly osFeatures?: readonly string[]
}

/**
 * A platform as a user writes it, normalised: `linux/arm64`, `linux/arm/v7`, `windows(10.0.20348)/amd64`. Both the
 * operating system and the architecture must be named, and exist: nothing is taken from this host.
 *
 * @throws HarnessError `platform-invalid`
 */
export function parsePlatform(text: string): Platform {
  const platform = normalizePlatform(parseDeclaredPlatform(text))
  const problem = checkPlatform(platform)
  if (problem === undefined) return platform
  throw invalidPlatform(
    text,
    problem.message,
    problem.suggestion === undefined
      ? 'a platform is os/architecture[/variant] in the words of Go: linux/amd64, linux/arm64, linux/arm/v7'
      : `did you mean ${formatPlatform(problem.suggestion)}?`,
  )
}

/**
 * Any well-formed platform, whether it exists or not, as it is written: the inverse of {@link formatDeclaredPlatform}.
 * https://github.com/containerd/platforms/blob/main/platforms.go
 *
 * @throws HarnessError `platform-invalid`
 */
export function parseDeclaredPlatform(text: string): Platform {
  const [first = '', architecture, variant, ...rest] = text.split('/', 5)
  const match = /^([\w-]+)(?:\(([\w.%-]*)((?:\+[\w.%-]+)*)\))?$/.exec(first)
  if (match === null) throw invalidPlatform(text, `${quoteText(first)} is not the name of an operating system`)
  const [, os = '', version = '', features = ''] = match
  if (architecture === undefined) throw invalidPlatform(text, 'it is one word', hintForOneWord(os))
  if (rest.length > 0) throw invalidPlatform(text, 'it has more than three parts')
  for (const part of [architecture, ...(variant === undefined ? [] : [variant])])
    if (!/^[\w.-]+$/.test(part)) throw invalidPlatform(text, `${quoteText(part)} is not a name`)
  const osFeatures = features
    .split('+')
    .slice(1)
    .map((feature) => decodeOption(text, feature))
  return {
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(version === '' ? {} : { osVersion: decodeOption(text, version) }),
    ...(osFeatures.length === 0 ? {} : { osFeatures }),
  }
}

/**
 * The platform in its one usual form: names as {@link normalizeNames} has them, `osVersion` only on Windows, where it
 * counts, features sorted and once each.
 */
export function normalizePlatform(platform: Platform): Platform {
  const names = normalizeNames(platform)
  const osFeatures = [...new Set(platform.osFeatures)].filter((feature) => feature !== '').sort()
  const hasVersion = names.os === 'windows' && platform.osVersion !== undefined && platform.osVersion !== ''
  return {
    ...names,
    ...(hasVersion && platform.osVersion !== undefined ? { osVersion: platform.osVersion } : {}),
    ...(osFeatures.length === 0 ? {} : { osFeatures }),
  }
}

/** The platform's normalised text, the same for two platforms exactly when {@link isSamePlatform} says so. */
export function formatPlatform(platform: Platform): string {
  const normalized = normalizePlatform(platform)
  const names = [normalized.architecture, ...(normalized.variant === undefined ? [] : [normalized.variant])]
  return [`${encodeOption(normalized.os)}${formatOptions(normalized)}`, ...names.map(encodeOption)].join('/')
}

/** The platform exactly as it was declared. For people: it may hold anything, escape it before it is shown. */
export function formatDeclaredPlatform(platform: Platform): string {
  const variant = platform.variant === undefined ? '' : `/${platform.variant}`
  return `${platform.os}${formatOptions(platform)}/${platform.architecture}${variant}`
}

/** True for two spellings of one platform; the version of the operating system counts on Windows only. */
export function isSamePlatform(a: Platform, b: Platform): boolean {
  return formatPlatform(a) === formatPlatform(b)
}

/** True for `unknown/unknown`: what buildx calls attestations, and what is no platform to run on. */
export function isUnknownPlatform(platform: Platform): boolean {
  return platform.os === 'unknown' && platform.architecture === 'unknown'
}

/**
 * The `platform` object of a descriptor. A missing name becomes an empty one: a platform that is wrong must not make
 * the rest of its index unreadable.
 *
 * @throws HarnessError `content-invalid`
 */
export function parsePlatformValue(value: unknown, where = 'platform'): Platform {
  const platform = asObject(value, where)
  const variant = platform.optionalString('variant') ?? ''
  const osVersion = platform.optionalString('os.version') ?? ''
  const osFeatures = platform.strings('os.features')
  return {
    os: platform.optionalString('os') ?? '',
    architecture: platform.optionalString('architecture') ?? '',
    ...(variant === '' ? {} : { variant }),
    ...(osVersion === '' ? {} : { osVersion }),
    ...(osFeatures.length === 0 ? {} : { osFeatures }),
  }
}

function formatOptions({ osVersion = '', osFeatures = [] }: Platform): string {
  if (osVersion === '' && osFeatures.length === 0) return ''
  return `(${encodeOption(osVersion)}${osFeatures.map((feature) => `+${encodeOption(feature)}`).join('')})`
}

/** The characters that mean something in a platform's text, percent-encoded. */
function encodeOption(text: string): string {
  return text.replace(/[%+()/]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function decodeOption(text: string, option: string): string {
  try {
    return decodeURIComponent(option)
  } catch {
    throw invalidPlatform(text, `${quoteText(option)} is not percent-encoded text`)
  }
}

function hintForOneWord(word: string): string {
  const name = word.toLowerCase()
  if (knownOses.has(name)) return `name the architecture too: ${name}/amd64, ${name}/arm64, …`
  const { architecture, variant } = normalizeNames({ os: 'linux', architecture: name })
  if (!knownArchitectures.has(architecture)) return 'write linux/amd64, linux/arm64, linux/arm/v7, …'
  return `write linux/${variant === undefined ? architecture : `${architecture}/${variant}`}`
}

function invalidPlatform(text: string, problem: string, hint?: string): HarnessError {
  return new HarnessError('platform-invalid', `${quoteText(text)} is not a platform: ${problem}`, {
    hint: hint ?? 'a platform is os/architecture[/variant]: linux/amd64, linux/arm64, linux/arm/v7',
  })
}
