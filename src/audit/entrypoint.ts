import type { RootFs } from '../image/rootfs.ts'
import type { ContainerConfig } from '../oci/image-config.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import { followCommand, type Chain, type ChainProgram } from './entrypoint-chain.ts'
import type { ChainProblem } from './entrypoint-explain.ts'
import { createProcessContext } from './entrypoint-lookup.ts'
import { likelyCommand } from './entrypoint-targets.ts'

/** What starting an image's command leads to. */
export interface EntrypointWalk {
  readonly command: readonly string[]
  /** Every path gone through, symlinks included. */
  readonly walked: readonly string[]
  /** The programs that certainly run, and those that probably do. */
  readonly programs: readonly ChainProgram[]
  readonly problem?: ChainProblem
}

/** Wrappers within wrappers deeper than this are none. */
const maxStarted = 6

/** What an engine starts: the entrypoint with the command as its arguments. Undefined for an image that names neither. */
export function readCommand({ entrypoint, command }: ContainerConfig): readonly string[] | undefined {
  // Docker takes a single empty word for none.
  const isReset = entrypoint?.length === 1 && entrypoint[0] === ''
  const words = [...(isReset ? [] : (entrypoint ?? [])), ...(command ?? [])]
  return words.length === 0 ? undefined : words
}

/** Follows what an image's command starts, as far as files tell. */
export function walkEntrypoint(
  rootfs: RootFs,
  config: ContainerConfig,
  platform: Platform,
): EntrypointWalk | undefined {
  const command = readCommand(config)
  if (command === undefined) return undefined
  const context = createProcessContext(rootfs, config)
  const certain = followCommand(context, command, platform)
  const walked = [...certain.walked]
  const programs = certain.program === undefined ? [] : [certain.program]
  let problem = certain.problem
  let chain: Chain = certain
  let words: readonly string[] = command
  for (let count = 0; count < maxStarted && problem === undefined && chain.start !== undefined; count++) {
    const next = likelyCommand(words, chain.start)
    if (next === undefined) break
    words = next
    chain = followCommand(context, words, platform, { kind: 'started' })
    // It is a guess: that something is missing proves nothing, that something foreign is there does.
    if (chain.problem?.code === 'rootfs/foreign-entrypoint') problem = chain.problem
    if (chain.problem !== undefined && problem === undefined) break
    walked.push(...chain.walked)
    if (chain.program !== undefined) programs.push(chain.program)
  }
  return { command, walked, programs, ...(problem === undefined ? {} : { problem }) }
}

/** The finding of a command that does not start. */
export function entrypointFinding(
  { command, walked }: EntrypointWalk,
  problem: ChainProblem,
  platform: Platform,
): Finding {
  const name = formatPlatform(platform)
  const { code, message, path, architecture } = problem
  const hint = problem.hint ?? (architecture === undefined ? undefined : foreignHint(architecture, platform))
  return createFinding(code, architecture === undefined ? message : `${message}, the platform is ${name}`, {
    evidence: {
      path,
      command: command.slice(0, maxWords).map((word) => word.slice(0, maxWordLength)),
      walked: [...new Set(walked)].slice(0, maxSteps),
      platform: name,
      ...(architecture === undefined ? {} : { architecture }),
    },
    ...(hint === undefined ? {} : { hint }),
  })
}

const maxWords = 32
const maxWordLength = 200
const maxSteps = 100

function foreignHint(architecture: string, { architecture: wanted }: Platform): string {
  const isKnown = /^[a-z0-9]+$/.test(architecture)
  const where = isKnown ? `it runs only where the host is ${architecture} or emulates it; ` : ''
  return `${where}on ${wanted} it fails with "exec format error": bring the one for ${wanted}`
}
