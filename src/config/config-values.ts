import type { ConfigFile } from './config-file.ts'
import { readKeys } from './config-keys.ts'
import type { GivenValue, GivenValues } from './option.ts'
import { listOptions, options } from './options.ts'
import { readPlatformValues, type GivenPlatform } from './per-platform.ts'
import type { Problem } from './problems.ts'
import type { CommandLineOptions } from './user-config.ts'

/** One source of settings. */
export interface GivenSettings {
  readonly values: GivenValues
  /** What it says of single platforms. */
  readonly platforms: readonly GivenPlatform[]
}

/** The settings a configuration file gives, and what is wrong with its keys. */
export function readConfigValues({ name, content }: ConfigFile): GivenSettings & {
  readonly problems: readonly Problem[]
} {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return { values: new Map(), platforms: [], problems: [wrongContent(name, content)] }
  }
  const { values, problems } = readKeys(name, ': ', content, 'file')
  const perPlatform = values.get(options.perPlatform)
  if (perPlatform === undefined) return { values, platforms: [], problems }
  const read = readPlatformValues(perPlatform)
  return { values, platforms: read.platforms, problems: [...problems, ...read.problems] }
}

/** Settings that a configuration file cannot have. */
export type OwnWords = { readonly [K in keyof CommandLineOptions]?: CommandLineOptions[K] | undefined }

/** Such settings, given by a program. */
export function readOwnValues(name: string, own: OwnWords): GivenValues {
  return new Map(
    listOptions().flatMap(({ name: key, option }) => {
      const raw: unknown = Object.hasOwn(own, key) ? Reflect.get(own, key) : undefined
      const given: GivenValue = { raw, label: `${name}: ${key}`, source: 'file' }
      return raw === undefined ? [] : [[option, given] as const]
    }),
  )
}

function wrongContent(name: string, content: unknown): Problem {
  const found = Array.isArray(content) ? 'a list' : content === null ? 'null' : `a ${typeof content}`
  return {
    label: name,
    message: `a configuration is an object, and this is ${found}`,
    hint: "write: export default defineConfig({ require: 'linux/amd64,linux/arm64' })",
    code: 'config-invalid',
  }
}
