import { HarnessError } from '../errors.ts'
import type { Layers } from './layers.ts'
import { options } from './options.ts'
import { present } from './present.ts'
import { helpCommand } from './unknown-word.ts'
import type { VerbName } from './verb-name.ts'

/** What `everyarch builder …` is asked for. */
export interface BuilderRequest {
  /** The words after the command: the name of a builder; of `create` the place of the new one. */
  readonly operands: readonly string[]
  readonly name?: string
  readonly driver: 'docker-container' | 'kubernetes' | 'remote'
  readonly driverOptions: readonly string[]
  readonly buildkitdConfig?: string
  readonly isAppended: boolean
  readonly isUsed: boolean
  readonly isBootstrapped: boolean
  /** For buildx as they are. */
  readonly buildxArgs: readonly string[]
}

export function settleBuilder({ read }: Layers): BuilderRequest {
  return {
    operands: read(options.builderOperands) ?? [],
    driver: read(options.driver) ?? 'docker-container',
    driverOptions: read(options.driverOpt) ?? [],
    isAppended: read(options.append) ?? false,
    isUsed: read(options.use) ?? false,
    isBootstrapped: read(options.bootstrap) ?? false,
    buildxArgs: read(options.buildxArgs) ?? [],
    ...present({ name: read(options.name), buildkitdConfig: read(options.buildkitdConfig) }),
  }
}

const operandCounts: Readonly<Partial<Record<VerbName, readonly [least: number, most: number, what: string]>>> = {
  'builder create': [0, 1, 'place: a Docker context, or the address of an engine or a buildkitd'],
  'builder use': [1, 1, 'name of a builder'],
  'builder inspect': [0, 1, 'name of a builder'],
  'builder rm': [1, 1, 'name of a builder'],
}

/** What is wrong only because of another setting. @throws HarnessError `usage-invalid` */
export function checkBuilder({ operands, driver, isAppended, name }: BuilderRequest, verb: VerbName): void {
  const counts = operandCounts[verb]
  if (counts === undefined) return
  const [least, most, what] = counts
  const see = `see ${helpCommand(verb)}`
  if (operands.length < least || operands.length > most) {
    const given = operands.length === 0 ? 'none' : `${operands.length}`
    throw new HarnessError('usage-invalid', `everyarch ${verb} takes one ${what}, and was given ${given}`, {
      hint: least === 0 ? see : `everyarch builder ls shows the names; ${see}`,
    })
  }
  if (verb !== 'builder create') return
  if (driver === 'remote' && operands.length === 0) {
    throw new HarnessError('usage-invalid', 'a remote builder needs the address of its buildkitd', {
      hint: 'write everyarch builder create --driver remote tcp://HOST:PORT, or unix:///PATH',
    })
  }
  if (isAppended && name === undefined) {
    throw new HarnessError('usage-invalid', '--append needs --name', { hint: 'name the builder that gets the machine' })
  }
}
