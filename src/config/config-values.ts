import type { ConfigFile } from './config-file.ts'
import { readKeys } from './config-keys.ts'
import type { GivenValues } from './option.ts'
import { options } from './options.ts'
import { readPlatformValues, type GivenPlatform } from './per-platform.ts'
import type { Problem } from './problems.ts'

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

function wrongContent(name: string, content: unknown): Problem {
  const found = Array.isArray(content) ? 'a list' : content === null ? 'null' : `a ${typeof content}`
  return {
    label: name,
    message: `a configuration is an object, and this is ${found}`,
    hint: "write: export default defineConfig({ require: 'linux/amd64,linux/arm64' })",
    code: 'config-invalid',
  }
}
