import { benchOptions } from './bench-options.ts'
import { applicationOptions } from './application-options.ts'
import { auditOptions } from './audit-options.ts'
import { buildOptions } from './build-options.ts'
import { containerOptions } from './container-options.ts'
import { builderOptions } from './builder-options.ts'
import { initOptions } from './init-options.ts'
import type { Option } from './option.ts'
import { outputOptions } from './output-options.ts'
import { platformOptions } from './platform-options.ts'
import { publishOptions } from './publish-options.ts'
import { readmeOptions } from './readme-options.ts'
import { runOptions } from './run-options.ts'
import type { CommandLineOptions, UserConfig } from './user-config.ts'
import type { UserRunSettings } from './user-run-settings.ts'

/** Every setting has a row, and says whether single platforms may have their own, or this file does not compile. */
export type OptionTable = {
  readonly [K in keyof Required<UserConfig>]: Option<unknown> & {
    readonly scope: 'everywhere' | 'no-environment'
    readonly perPlatform?: K extends keyof UserRunSettings ? true : never
  } & (K extends keyof UserRunSettings ? { readonly perPlatform: true } : unknown)
} & {
  readonly [K in keyof Required<CommandLineOptions>]: Option<unknown> & { readonly scope: 'command-line' }
}

/** The one table that flags, help, configuration keys, environment variables and documentation are made of. */
export const options = {
  ...initOptions,
  ...platformOptions,
  ...auditOptions,
  ...applicationOptions,
  ...containerOptions,
  ...runOptions,
  ...benchOptions,
  ...buildOptions,
  ...publishOptions,
  ...readmeOptions,
  ...builderOptions,
  ...outputOptions,
} as const satisfies OptionTable

/** Every row of the table with its name, in the table's order. */
export function listOptions(): readonly NamedOption[] {
  return Object.entries(options).map(([name, option]) => ({ name, option }))
}

export interface NamedOption {
  /** Its key in the configuration file. */
  readonly name: string
  readonly option: Option<unknown>
}
