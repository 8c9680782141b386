import { shortDigest, type Digest } from '../oci/digest.ts'
import { formatDeclaredPlatform, formatPlatform, parsePlatform } from '../oci/platform.ts'
import { joinWords } from '../report/join-words.ts'
import type { ResolveWarning } from '../report/resolve-listing.ts'
import type { HostPicks } from './resolve-all.ts'
import { engineNames, type EngineName } from './resolve-engine.ts'
import { listLeaves, type Resolvable, type ResolveEntry } from './resolve-entry.ts'
import { takeForCrane, takeForDocker } from './resolve-rule.ts'
import type { FallbackKind } from './resolve.ts'

/** What will surprise: something else than the host's own platform is taken without a word, or in the wrong order. */
export function warnOfPicks(image: Resolvable, hosts: readonly HostPicks[]): readonly ResolveWarning[] {
  return [
    ...groupFallbacks(hosts).map(warnOfFallback),
    ...warnOfRefusal(hosts),
    ...warnOfOrder(image),
    ...warnOfLevels(image),
    ...warnOfUnreachable(image, hosts),
  ]
}

interface Fallback {
  readonly kind: FallbackKind
  readonly digest: Digest
  readonly platform: string
  readonly reason: string
  readonly hosts: readonly string[]
  readonly engines: readonly EngineName[]
  /** Those that fail on these hosts. */
  readonly failing: readonly EngineName[]
}

/** One for each thing that is taken in place of another, however many hosts take it. */
function groupFallbacks(hosts: readonly HostPicks[]): readonly Fallback[] {
  const found = hosts.flatMap(({ host, picks }) =>
    engineNames.flatMap((engine) => {
      const pick = picks[engine]
      if ('none' in pick || pick.fallback === undefined) return []
      const platform = pick.platform === undefined ? 'an unknown platform' : formatPlatform(pick.platform)
      return [{ ...pick.fallback, digest: pick.digest, platform, host: formatPlatform(host), engine, picks }]
    }),
  )
  return [...Map.groupBy(found, ({ kind, digest }) => `${kind} ${digest}`).values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const isFailing = (engine: EngineName): boolean => group.every(({ picks }) => 'none' in picks[engine])
    return [
      {
        kind: first.kind,
        digest: first.digest,
        platform: first.platform,
        reason: first.reason,
        hosts: unique(group.map(({ host }) => host)),
        engines: engineNames.filter((name) => group.some(({ engine }) => engine === name)),
        failing: engineNames.filter(isFailing),
      },
    ]
  })
}

const whatToDo: Readonly<Record<FallbackKind, string>> = {
  architecture: 'publish an image for these hosts, or name the platform and the digest where it is run',
  'older-variant': 'right where the older variant is meant for them; publish their own otherwise',
  'too-new': 'list the entry with the fewest requirements first',
  'foreign-unnamed': 'give every entry of the index a platform',
  'foreign-manifest': 'publish an index, so that a host without an image of its own gets an error',
}

function warnOfFallback({ kind, hosts, engines, failing, platform, digest, reason }: Fallback): ResolveWarning {
  const rest = failing.length === 0 ? '' : `; ${joinWords(failing)} ${failing.length === 1 ? 'fails' : 'fail'}`
  const why = kind === 'architecture' || kind === 'older-variant' ? '' : ` (${reason})`
  return {
    code: 'resolve/fallback',
    severity: kind === 'older-variant' ? 'info' : 'warning',
    message: `${joinWords(engines)} on ${joinHosts(hosts)} silently ${engines.length === 1 ? 'takes' : 'take'} ${platform}${why}${rest}`,
    evidence: { kind, hosts: [...hosts], engines: [...engines], failing: [...failing], platform, digest },
    hint: whatToDo[kind],
  }
}

function warnOfRefusal(hosts: readonly HostPicks[]): readonly ResolveWarning[] {
  const refused = hosts.filter(({ picks: { docker } }) => 'isRefused' in docker && docker.isRefused)
  if (refused.length === 0) return []
  const names = refused.map(({ host }) => formatPlatform(host))
  return [
    {
      code: 'resolve/refused',
      severity: 'warning',
      message: `docker pull --platform succeeds for ${joinHosts(names)}, then docker run --platform refuses what was pulled (containerd image store)`,
      evidence: { engine: 'docker', hosts: names },
      hint: 'run it by digest and without --platform, or publish these platforms',
    },
  ]
}

/** Programs that take the first entry for `linux/arm` may take another than engines do. */
function warnOfOrder(image: Resolvable): readonly ResolveWarning[] {
  if (image.kind === 'manifest') return []
  const wanted = parsePlatform('linux/arm')
  // Asked without a variant: what engines read as v7, others read as any.
  const first = takeForCrane(image.entries, { os: 'linux', architecture: 'arm' })
  const best = takeForDocker(image.entries, wanted)
  if (first?.platform === undefined || best?.platform === undefined || first.digest === best.digest) return []
  const [taken, meant] = [formatPlatform(first.platform), formatPlatform(best.platform)]
  return [
    {
      code: 'resolve/order',
      severity: 'warning',
      message: `--platform linux/arm is ${taken} to crane and oras, which take the first, and ${meant} to engines`,
      evidence: { asked: 'linux/arm', first: first.digest, best: best.digest },
      hint: `list ${meant} before ${taken}, or always name the variant`,
    },
  ]
}

function warnOfLevels(image: Resolvable): readonly ResolveWarning[] {
  if (image.kind === 'manifest') return []
  const leveled = image.entries.filter(hasLevel)
  if (leveled.length === 0) return []
  const names = unique(
    leveled.flatMap(({ declared }) => (declared === undefined ? [] : [formatDeclaredPlatform(declared)])),
  )
  return [
    {
      code: 'resolve/level',
      severity: 'info',
      message: `only Docker looks for ${joinWords(names)} by itself (with the containerd image store since 29.6); the others take linux/amd64 on every host`,
      evidence: { platforms: names, digests: leveled.map(({ digest }) => shortDigest(digest)) },
    },
  ]
}

/** What is in the index and cannot be had by platform: behind another of its name, misspelt, in a second nested index. */
function warnOfUnreachable(image: Resolvable, hosts: readonly HostPicks[]): readonly ResolveWarning[] {
  if (image.kind === 'manifest') return []
  const asked = new Set(hosts.map(({ host }) => formatPlatform(host)))
  const picked = new Set(
    hosts.flatMap(({ picks }) => engineNames.flatMap((name) => ('none' in picks[name] ? [] : [picks[name].digest]))),
  )
  return listLeaves(image.entries).flatMap(({ platform, digest }) => {
    // Of hosts that were not asked about, Windows say, nothing is known.
    if (platform === undefined || picked.has(digest) || !asked.has(formatPlatform(platform))) return []
    const name = formatPlatform(platform)
    return [
      {
        code: 'resolve/unreachable',
        severity: 'warning',
        message: `no engine on ${name} picks the entry ${shortDigest(digest)}, which is for ${name}`,
        evidence: { platform: name, digest },
        hint: 'list each platform once, at the top of the index, in its usual spelling',
      } as const,
    ]
  })
}

function hasLevel({ platform }: ResolveEntry): boolean {
  return platform?.architecture === 'amd64' && platform.variant !== undefined
}

/** Hosts in a sentence: those of all amd64 levels are one. */
function joinHosts(hosts: readonly string[]): string {
  const amd64 = ['linux/amd64', 'linux/amd64/v2', 'linux/amd64/v3', 'linux/amd64/v4']
  if (!amd64.every((name) => hosts.includes(name))) return joinWords(hosts)
  return joinWords(['any linux/amd64', ...hosts.filter((name) => !amd64.includes(name))])
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)]
}
