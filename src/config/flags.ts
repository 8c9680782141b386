import { takesOption, type Option } from './option.ts'
import { listOptions } from './options.ts'
import type { VerbName } from './verb-name.ts'

/** A long flag: `--timeout`, which takes a value, or `--strict` and `--no-strict`, which are switches. */
export interface Flag {
  /** Without its dashes. */
  readonly name: string
  readonly option: Option<unknown>
  /** What a switch sets its option to; absent for a flag that takes a value. */
  readonly setsTo?: boolean
}

/** Every flag by its name. What a configuration file can switch on, a flag can switch off. */
export function listFlags(): ReadonlyMap<string, Flag> {
  const flags = listOptions().flatMap(({ option }): readonly Flag[] => {
    const { flag: name, placeholder, negative, scope } = option
    if (name === undefined) return []
    if (placeholder !== undefined) return [{ name, option }]
    const on = { name, option, setsTo: true }
    return scope === 'command-line' ? [on] : [on, { name: negative ?? `no-${name}`, option, setsTo: false }]
  })
  return new Map(flags.map((flag) => [flag.name, flag]))
}

/** The names of the flags that a command takes; of any command without one. */
export function listFlagNames(verb?: VerbName): readonly string[] {
  const flags = [...listFlags().values()]
  return flags.filter(({ option }) => verb === undefined || takesOption(option, verb)).map(({ name }) => name)
}
