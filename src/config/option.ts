import type { Variables } from './environment.ts'
import type { VerbName } from './verb-name.ts'

/** The headings flags stand under in the help, in this order. */
export const optionGroups = [
  'What is written',
  'Platforms',
  'The audit',
  'The application',
  'The container',
  'Running it',
  'Benchmarks',
  'Building',
  'Publishing',
  'The README',
  'Builders',
  'Verdict',
  'Output',
  'General',
] as const
export type OptionGroup = (typeof optionGroups)[number]

/** One row of the option table: a flag, its line of help, its key in the configuration file, and how it is read. */
export interface Option<T> {
  /** The long flag without its dashes; absent for what stands without a flag. */
  readonly flag?: string
  readonly short?: string
  /** The flag that says the opposite, where `--no-FLAG` would be a poor name. */
  readonly negative?: string
  /** What stands for the value in the help: `DURATION`; absent for a switch. */
  readonly placeholder?: string
  /** True when the flag may be given several times. */
  readonly repeats?: boolean
  readonly group: OptionGroup
  /** The commands that take the flag. */
  readonly verbs: readonly VerbName[]
  /** One line, without a full stop. */
  readonly help: string
  readonly default?: string
  /** Of commands whose own differs. */
  readonly defaults?: Readonly<Partial<Record<VerbName, string>>>
  /** True where its value is taken from this host: only the commands that take it then read it. */
  readonly isOfHost?: true
  /** True where it is about what others than `readme` write: it has words of its own for that. */
  readonly writesDocuments?: true
  /** True for what may also be said of single platforms, in the configuration file's `perPlatform`. */
  readonly perPlatform?: true
  /** `everywhere`: flag, configuration file and environment. */
  readonly scope: 'everywhere' | 'no-environment' | 'command-line'
  /** Checks a raw value of any source. @throws HarnessError that says what it should be */
  readonly read: (raw: unknown, variables: Variables) => T
}

/** True for a flag of a command; `readme` runs what `verify` runs, with the same flags, and publishes nothing. */
export function takesOption({ verbs, group, writesDocuments }: Option<unknown>, verb: VerbName): boolean {
  if (verbs.includes(verb)) return true
  return verb === 'readme' && verbs.includes('verify') && group !== 'Publishing' && writesDocuments !== true
}

/** A raw value and where it was given, as a message names it: `--timeout`, `EVERYARCH_TIMEOUT`. */
export interface GivenValue {
  readonly raw: unknown
  readonly label: string
  readonly source: 'file' | 'environment' | 'command-line'
}

/** The raw values of one source. */
export type GivenValues = ReadonlyMap<Option<unknown>, GivenValue>
