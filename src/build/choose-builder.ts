import { installCommand } from '../emulation/unavailable.ts'
import { HarnessError } from '../errors.ts'
import { closestWord } from '../oci/closest-word.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { quoteText } from '../oci/quote.ts'
import { buildMode, describeModes, type BuildMode } from './build-mode.ts'
import type { Builder } from './builder.ts'

/** The builder for a build, and why. */
export interface BuilderChoice {
  readonly builder: Builder
  /** `default builds linux/amd64 natively, linux/arm64 emulated`, after what was wrong with the one it stands in for. */
  readonly reason: string
  /** What kept the current builder from being it. */
  readonly because?: string
  /** Those of the platforms whose programs it cannot run: their builds must do without `RUN`. */
  readonly unavailable: readonly Platform[]
  /** The command that adds these. */
  readonly hint?: string
}

/** The command that makes a builder for several platforms. */
export const createCommand = 'everyarch builder create --use'

/**
 * Picks the builder for platforms: the one the user names; else the current one; else, where that one cannot build
 * them, another that can. A builder that lacks an emulator is no error: what is cross-compiled needs none.
 * @throws HarnessError `config-invalid` for a name nobody has, `builder-failed` where none can build them
 */
export function chooseBuilder(
  builders: readonly Builder[],
  platforms: readonly Platform[],
  wantedName?: string,
): BuilderChoice {
  if (wantedName !== undefined) {
    const wanted = requireBuilder(builders, wantedName)
    const obstacle = obstacleOf(wanted, platforms)
    if (obstacle !== undefined) throw obstacleError(obstacle, wanted)
    return explain(wanted, platforms)
  }
  const current = builders.find(({ isCurrent }) => isCurrent)
  const obstacle = current === undefined ? 'there is no current builder' : obstacleOf(current, platforms)
  if (current !== undefined && obstacle === undefined && !modesOf(current, platforms).includes('unavailable')) {
    return explain(current, platforms)
  }
  // The builders of other engines are for these engines.
  const others = builders.filter((it) => it !== current && it.driver !== 'docker' && !obstacleOf(it, platforms))
  const [best] = others
    .map((builder) => ({ builder, rank: rankOf(builder, platforms) }))
    .filter(({ builder }) => obstacle !== undefined || isSurelyAble(builder, platforms))
    .sort((a, b) => a.rank - b.rank)
  const why = obstacle ?? (current === undefined ? '' : lackOf(current, platforms))
  if (best !== undefined) return explain(best.builder, platforms, why)
  if (current === undefined) throw new HarnessError('builder-failed', why, { hint: `make one: ${createCommand}` })
  if (obstacle !== undefined) throw obstacleError(obstacle, current)
  return explain(current, platforms)
}

function modesOf(builder: Builder, platforms: readonly Platform[]): readonly BuildMode[] {
  return platforms.map((platform) => buildMode(builder, platform))
}

function isSurelyAble(builder: Builder, platforms: readonly Platform[]): boolean {
  return modesOf(builder, platforms).every((mode) => mode === 'native' || mode === 'emulated')
}

/** What it costs to build with it, the least first: a start, then emulation. */
function rankOf(builder: Builder, platforms: readonly Platform[]): number {
  const costs = { native: 0, emulated: 1, unknown: 100, unavailable: 10_000 } as const
  return modesOf(builder, platforms).reduce((sum, mode) => sum + costs[mode], 0)
}

/** Why it cannot build the platforms at all; undefined when it can, or nobody knows yet. */
function obstacleOf(builder: Builder, platforms: readonly Platform[]): string | undefined {
  const { name, nodes, buildsSeveralPlatforms } = builder
  const failed = nodes.filter(({ status }) => status === 'error')
  if (nodes.length === failed.length) {
    const said = failed.map(({ error }) => error).find((error) => error !== undefined)
    return `the builder ${name} does not answer${said === undefined ? '' : `: ${said}`}`
  }
  if (platforms.length < 2 || buildsSeveralPlatforms) return undefined
  return `the builder ${name} builds one platform at a time: its engine has the classic image store`
}

function obstacleError(obstacle: string, builder: Builder): HarnessError {
  const isClassic = !builder.buildsSeveralPlatforms && builder.nodes.some(({ status }) => status !== 'error')
  const ofEngine = builder.driver === 'docker' ? 'see what is missing: everyarch doctor' : inspectHint(builder.name)
  return new HarnessError('builder-failed', obstacle, {
    hint: isClassic ? `make one that builds several: ${createCommand}` : ofEngine,
  })
}

/** What starts a builder, and says why it does not come up. */
export function inspectHint(name: string): string {
  return `start it: everyarch builder inspect ${name} --bootstrap`
}

/** The builder of a name. @throws HarnessError `config-invalid` for a name nobody has */
export function requireBuilder(builders: readonly Builder[], name: string): Builder {
  const builder = builders.find((it) => it.name === name)
  if (builder === undefined) throw unknownBuilder(name, builders)
  return builder
}

/** A name that no builder has. */
function unknownBuilder(name: string, builders: readonly Builder[]): HarnessError {
  const names = builders.map((builder) => builder.name)
  const near = closestWord(name, names)
  return new HarnessError('config-invalid', `there is no builder ${quoteText(name)}`, {
    hint: near === undefined ? `there are ${names.join(', ')}: everyarch builder ls` : `did you mean ${near}?`,
  })
}

function lackOf(builder: Builder, platforms: readonly Platform[]): string {
  return `${builder.name} runs no program of ${unavailableOf(builder, platforms).map(formatPlatform).join(', ')}`
}

function unavailableOf(builder: Builder, platforms: readonly Platform[]): readonly Platform[] {
  return platforms.filter((platform) => buildMode(builder, platform) === 'unavailable')
}

function explain(builder: Builder, platforms: readonly Platform[], because?: string): BuilderChoice {
  const unavailable = unavailableOf(builder, platforms)
  const modes = `${builder.name} builds ${describeModes(builder, platforms)}`
  return {
    builder,
    reason: because === undefined ? modes : `${because}; ${modes}`,
    unavailable,
    ...(because === undefined ? {} : { because }),
    ...hintFor(builder, unavailable),
  }
}

/** Emulators are the kernel's: a builder in a container of this engine has those of the engine. */
function hintFor({ driver }: Builder, unavailable: readonly Platform[]): { readonly hint?: string } {
  const [first] = unavailable
  if (first === undefined) return {}
  const architecture = [...new Set(unavailable.map((platform) => platform.architecture))].join(',')
  const isHere = driver === 'docker' || driver === 'docker-container'
  const where = isHere ? 'emulators' : "emulators on the builder's host"
  return { hint: `install ${where}: ${installCommand({ architecture })}` }
}
