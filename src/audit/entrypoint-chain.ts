import { posix } from 'node:path'
import type { ElfFacts } from '../elf/elf-facts.ts'
import type { FileEntry } from '../image/rootfs.ts'
import type { Platform } from '../oci/platform.ts'
import { parseEnvCommand } from './entrypoint-env.ts'
import * as explain from './entrypoint-explain.ts'
import type { ChainProblem, Role } from './entrypoint-explain.ts'
import { findProgram, openProgram, type Lookup, type ProcessContext } from './entrypoint-lookup.ts'
import { parseShebang } from './entrypoint-shebang.ts'
import { relateCode } from './rootfs-code.ts'
import { showPath } from './rootfs-paths.ts'

/** A program of machine code that starting a command leads to. */
export interface ChainProgram {
  readonly entry: FileEntry
  readonly facts: ElfFacts
  /** The loader it asks for, where that was found. */
  readonly loader?: FileEntry
}

/** What starting a command leads through. */
export interface Chain {
  /** Every path, in order, symlinks included. */
  readonly walked: readonly string[]
  /** The file the command itself names. */
  readonly start?: FileEntry
  readonly program?: ChainProgram
  readonly problem?: ChainProblem
}

/** A file that is about to be executed. */
interface Step {
  readonly found: Lookup
  /** As it was asked for: `/usr/bin/env`, whatever that is a symlink to. */
  readonly name: string
  readonly args: readonly string[]
  readonly role: Role
}

type Outcome =
  | { readonly kind: 'next'; readonly step: Step }
  | { readonly kind: 'problem'; readonly problem: ChainProblem }
  | { readonly kind: 'program'; readonly program: ChainProgram }
  /** It cannot be told, or is not for the kernel to tell. */
  | { readonly kind: 'end' }

/** The kernel goes from script to interpreter this often; `env` comes between. */
const maxSteps = 12

/** Follows a command as the kernel does: through scripts and `env` to a program and its loader. */
export function followCommand(
  context: ProcessContext,
  command: readonly string[],
  platform: Platform,
  role: Role = { kind: 'entrypoint' },
): Chain {
  const [name = '', ...args] = command
  const walked: string[] = []
  let start: FileEntry | undefined
  let step: Step = { found: findProgram(context, name), name, args, role }
  for (let count = 0; count < maxSteps; count++) {
    if (step.found.kind !== 'unknown') walked.push(...step.found.walked)
    if (step.found.kind === 'found') start ??= step.found.entry
    const outcome = execute(context, platform, step)
    if (outcome.kind === 'next') {
      step = outcome.step
      continue
    }
    if (outcome.kind === 'program' && outcome.program.loader !== undefined) {
      walked.push(outcome.program.facts.interpreter ?? '', outcome.program.loader.path)
    }
    return {
      walked,
      ...(start === undefined ? {} : { start }),
      ...(outcome.kind === 'problem' ? { problem: outcome.problem } : {}),
      ...(outcome.kind === 'program' ? { program: outcome.program } : {}),
    }
  }
  return { walked, ...(start === undefined ? {} : { start }) }
}

function execute(context: ProcessContext, platform: Platform, step: Step): Outcome {
  const { found, name, role } = step
  if (found.kind === 'unknown') return { kind: 'end' }
  if (found.kind === 'missing') return stop(explain.explainMissing(name, found.walked.at(-1) ?? name, found.reason))
  if (found.kind === 'refused') return stop(explain.explainRefused(found.path, found.reason, role))
  const { entry } = found
  if (entry.content?.kind === 'elf') return executeProgram(context, platform, step, entry, entry.content.facts)
  if (entry.content?.kind === 'script') return executeScript(context, step, entry.path, entry.content.shebang)
  return stop(explain.explainOtherSystem(entry, role) ?? explain.explainNoProgram(entry, role))
}

function executeProgram(
  context: ProcessContext,
  platform: Platform,
  step: Step,
  entry: FileEntry,
  facts: ElfFacts,
): Outcome {
  if (relateCode(facts, platform) !== 'native') return stop(explain.explainForeign(entry, facts, step.role))
  if (facts.type === 'relocatable' || facts.type === 'core') return stop(explain.explainUnlinked(entry, facts))
  const loaded = findLoader(context, platform, entry, facts)
  if (loaded.kind === 'problem') return loaded
  const { role } = step
  if (role.kind === 'interpreter' && posix.basename(step.name) === 'env') return executeEnv(context, step, role.script)
  return loaded
}

function findLoader(context: ProcessContext, platform: Platform, entry: FileEntry, facts: ElfFacts): Outcome {
  const { interpreter = '' } = facts
  const alone: Outcome = { kind: 'program', program: { entry, facts } }
  if (interpreter === '') return alone
  const loader = openProgram(context, interpreter)
  if (loader.kind === 'missing') {
    return stop(explain.explainLoader(context.rootfs, entry.path, interpreter, loader.reason))
  }
  const role: Role = { kind: 'loader', program: entry.path }
  if (loader.kind === 'refused') return stop(explain.explainRefused(loader.path, loader.reason, role))
  if (loader.kind === 'unknown') return alone
  const { content } = loader.entry
  if (content?.kind === 'elf' && relateCode(content.facts, platform) !== 'native') {
    return stop(explain.explainForeign(loader.entry, content.facts, role))
  }
  return { kind: 'program', program: { entry, facts, loader: loader.entry } }
}

function executeScript(context: ProcessContext, step: Step, script: string, line: string): Outcome {
  const shebang = parseShebang(line)
  if (shebang.kind === 'none')
    return stop(explain.noShebang(script, `the script ${showPath(script)} ${shebang.reason}`))
  const { path, argument } = shebang
  const found = openProgram(context, path)
  if (found.kind === 'missing') return stop(explain.explainInterpreter(script, path, found.reason, false))
  const args = [...(argument === undefined ? [] : [argument]), script, ...step.args]
  return { kind: 'next', step: { found, name: path, args, role: { kind: 'interpreter', script } } }
}

/** `env` as the interpreter of a script starts the real one. */
function executeEnv(context: ProcessContext, { args }: Step, script: string): Outcome {
  const wanted = parseEnvCommand(args)
  const [name, ...rest] = wanted?.command ?? []
  if (wanted === undefined || name === undefined || name === script) return { kind: 'end' }
  const around = wanted.path === undefined ? context : { ...context, path: wanted.path.split(':') }
  const found = findProgram(around, name)
  if (found.kind === 'missing') return stop(explain.explainInterpreter(script, name, found.reason, true))
  return { kind: 'next', step: { found, name, args: rest, role: { kind: 'interpreter', script } } }
}

function stop(problem: ChainProblem | undefined): Outcome {
  return problem === undefined ? { kind: 'end' } : { kind: 'problem', problem }
}
