import { randomBytes } from 'node:crypto'
import type { ContainerRequest, StartedContainer } from '../engine/engine.ts'
import { HarnessError } from '../errors.ts'
import type { StructureCommand, StructureFile } from './structure-file.ts'
import { commandVariables, expandVariables, type Named } from './structure-variables.ts'
import type { TargetRunOptions } from './target-run.ts'

/** Whose containers are made, and how. */
export interface StructurePlace {
  readonly options: Pick<TargetRunOptions, 'engine' | 'target' | 'image' | 'settings'>
  readonly file: StructureFile
  /** What the image itself says. */
  readonly variables: Named
}

/** `refused`: it, or a command before it, could not be executed. */
export type StructureResult =
  | { readonly kind: 'refused'; readonly message: string }
  | {
      readonly kind: 'ended'
      readonly exitCode: number
      readonly stdout: string
      readonly stderr: string
      /** It wrote more than is read. */
      readonly isCut: boolean
    }

const maxOutputBytes = 4 * 1024 * 1024

/**
 * Runs a command in a container of its own, as its PID 1; what the commands before it have changed, each in one of its
 * own too, is there.
 */
export async function runStructureCommand(
  test: StructureCommand,
  place: StructurePlace,
  signal: AbortSignal,
): Promise<StructureResult> {
  const { engine, image } = place.options
  const { options } = place.file
  const env = commandVariables(place.file, test, place.variables)
  const repository = `everyarch-setup-${randomBytes(8).toString('hex')}`
  const made: string[] = []
  try {
    for (const [index, words] of test.setup.entries()) {
      const tag = `${index + 1}`
      const refused = await runOne({ place, image: made.at(-1) ?? image, words, env: env.setup, signal }, (container) =>
        container.commit({ repository, tag }, signal),
      )
      if (typeof refused === 'object') return { kind: 'refused', message: `setup: ${refused.message}` }
      made.push(`${repository}:${tag}`)
    }
    const words = test.command.map((word) => expandVariables(word, env.known))
    const hasTerminal = options?.hasTerminal === true
    const run = { place, image: made.at(-1) ?? image, words, env: env.own, signal, hasTerminal }
    const result = await runOne(run, async (container, exitCode): Promise<StructureResult> => {
      const output = await container.output({ maxBytes: maxOutputBytes, hasTerminal }, signal)
      const [stdout, stderr] = [output.stdout.toString('utf8'), output.stderr.toString('utf8')]
      return { kind: 'ended', exitCode, stdout, stderr, isCut: output.isCut }
    })
    return result
  } finally {
    for (const name of made.toReversed()) await engine.removeImage(name)
  }
}

interface OneRun {
  readonly place: StructurePlace
  readonly image: string
  readonly words: readonly string[]
  readonly env: Named
  readonly signal: AbortSignal
  readonly hasTerminal?: boolean
}

type Refused = Extract<StructureResult, { kind: 'refused' }>

/** Runs it to its end, has it looked at, and removes it. */
async function runOne<T>(
  { place, image, words, env, signal, hasTerminal = false }: OneRun,
  use: (container: StartedContainer, exitCode: number) => Promise<T>,
): Promise<T | Refused> {
  const { engine, target, settings } = place.options
  const { options } = place.file
  const result = await engine.startContainer({
    ...settings.application,
    image,
    ...(target.configPlatform === undefined ? {} : { platform: target.configPlatform }),
    ...placeOptions(place.file),
    // An entrypoint of nothing is none: the engine looks for the first word of the command.
    entrypoint: [''],
    command: words,
    env: { ...settings.application.env, ...env },
    ...(options?.user === undefined ? {} : { user: options.user }),
    hasTerminal,
    signal,
  })
  if (result.kind === 'refused') return { kind: 'refused', message: result.message }
  const { container } = result
  try {
    const { exitCode, error } = await container.wait(signal)
    if (error !== '') throw new HarnessError('engine-failed', error)
    return await use(container, exitCode)
  } finally {
    await container.remove()
  }
}

/** Of containers that run, and of those whose files are looked at. */
export function placeOptions({ options }: StructureFile): Pick<ContainerRequest, 'isPrivileged' | 'capAdd' | 'binds'> {
  if (options === undefined) return {}
  const { isPrivileged, capAdd, binds } = options
  return {
    ...(isPrivileged ? { isPrivileged } : {}),
    ...(capAdd.length > 0 ? { capAdd } : {}),
    ...(binds.length > 0 ? { binds } : {}),
  }
}
