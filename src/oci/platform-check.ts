import { closestWord } from './closest-word.ts'
import type { PlatformNames } from './platform-names.ts'
import { architectureAliases, hasVariant, knownArchitectures, knownOses, osAliases, runsOn } from './platform-table.ts'
import { quoteText } from './quote.ts'

/** Why a platform is none. */
export interface PlatformProblem {
  /** One sentence, without control characters. */
  readonly message: string
  /** The platform that was probably meant. */
  readonly suggestion?: PlatformNames
}

/**
 * What is wrong with a platform as an index or config spells it: undefined for one that exists, else why not. Engines
 * differ in which odd spellings they forgive, so only the usual one is right; the equivalents `arm64/v8`, `amd64/v1`
 * and `arm` without a variant are usual.
 */
export function checkPlatform(platform: PlatformNames): PlatformProblem | undefined {
  const message = findProblem(platform)
  if (message === undefined) return undefined
  const suggestion = correctNames(platform)
  return { message, ...(suggestion === undefined ? {} : { suggestion }) }
}

function findProblem({ os, architecture, variant }: PlatformNames): string | undefined {
  if (os === '') return 'it names no operating system'
  if (architecture === '') return 'it names no architecture'
  if (!knownOses.has(os)) return describeUnknown('operating system', os, knownOses, osAliases)
  if (!knownArchitectures.has(architecture))
    return describeUnknown('architecture', architecture, knownArchitectures, architectureAliases)
  if (!runsOn(os, architecture)) return `${os} does not run on ${architecture}`
  if (variant === undefined || variant === '' || hasVariant(architecture, variant)) return undefined
  return `${architecture} has no variant ${quoteText(variant)}`
}

function describeUnknown(
  kind: string,
  name: string,
  known: ReadonlySet<string>,
  aliases: ReadonlyMap<string, string>,
): string {
  const lower = name.toLowerCase()
  const usual = known.has(lower) ? lower : aliases.get(lower)
  return usual === undefined
    ? `there is no ${kind} ${quoteText(name)}`
    : `the ${kind} ${quoteText(name)} is spelt ${usual}`
}

/** The platform that was probably meant, or undefined where that would be a guess. */
function correctNames(platform: PlatformNames): PlatformNames | undefined {
  const os = platform.os.toLowerCase()
  const written = [platform.architecture, platform.variant ?? ''].join('/').toLowerCase()
  const [first = '', second = ''] = written.split('/')
  const swapped = knownOses.has(first) && !knownOses.has(os)
  const candidate = correctVariant(
    correctOs(swapped ? first : os),
    correctArchitecture(swapped ? os : first),
    swapped ? '' : second,
  )
  return candidate !== undefined && findProblem(candidate) === undefined ? candidate : undefined
}

function correctOs(os: string): string | undefined {
  if (os === '') return 'linux'
  return knownOses.has(os) ? os : (osAliases.get(os) ?? closestWord(os, knownOses))
}

function correctArchitecture(architecture: string): string | undefined {
  if (knownArchitectures.has(architecture)) return architecture
  return architectureAliases.get(architecture) ?? closestWord(architecture, knownArchitectures)
}

function correctVariant(
  os: string | undefined,
  corrected: string | undefined,
  variant: string,
): PlatformNames | undefined {
  if (os === undefined || corrected === undefined) return undefined
  const [architecture = '', implied] = corrected.split('/')
  if (implied !== undefined) return { os, architecture, variant: implied }
  if (variant === '') return { os, architecture }
  if (hasVariant(architecture, variant)) return { os, architecture, variant }
  const withV = `v${variant}`
  if (/^[0-9]/.test(variant) && hasVariant(architecture, withV)) return { os, architecture, variant: withV }
  // 32-bit arm code has no v8 of its own: whoever writes it means the 64-bit architecture.
  if (architecture === 'arm') {
    const digit = /^v?([4-8])/.exec(variant)?.[1]
    if (digit === undefined) return undefined
    return digit === '8' ? { os, architecture: 'arm64' } : { os, architecture, variant: `v${digit}` }
  }
  return { os, architecture }
}
