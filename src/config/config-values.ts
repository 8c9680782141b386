import { closestWord } from '../oci/closest-word.ts'
import { quoteText } from '../oci/quote.ts'
import type { ConfigFile } from './config-file.ts'
import type { GivenValue, GivenValues, Option } from './option.ts'
import { listOptions } from './options.ts'
import type { Problem } from './problems.ts'

/** The settings a configuration file gives, and what is wrong with its keys. */
export function readConfigValues({ name, content }: ConfigFile): {
  readonly values: GivenValues
  readonly problems: readonly Problem[]
} {
  const values = new Map<Option<unknown>, GivenValue>()
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return { values, problems: [wrongContent(name, content)] }
  }
  const known = new Map(listOptions().map((option) => [option.name, option.option]))
  const problems: Problem[] = []
  for (const [key, raw] of Object.entries(content)) {
    const option = known.get(key)
    if (option === undefined || option.scope === 'command-line') problems.push(unknownKey(name, key, option))
    else if (raw !== undefined) values.set(option, { raw, label: `${name}: ${key}`, source: 'file' })
  }
  return { values, problems }
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

function unknownKey(name: string, key: string, option: Option<unknown> | undefined): Problem {
  const problem = { label: `${name}: ${quoteKey(key)}`, code: 'config-invalid' } as const
  if (option?.flag !== undefined) {
    return { ...problem, message: 'is given on the command line only', hint: `write everyarch … --${option.flag}` }
  }
  const near = closestWord(key, fileKeys()) ?? keyOfFlag(key)
  const hint = near === undefined ? `the keys are ${fileKeys().join(', ')}` : `did you mean ${near}?`
  return { ...problem, message: 'there is no such setting', hint }
}

function fileKeys(): readonly string[] {
  return listOptions().flatMap(({ name, option }) => (option.scope === 'command-line' ? [] : [name]))
}

/** `plain-http` is how the flag is spelt. */
function keyOfFlag(key: string): string | undefined {
  return listOptions().find(({ option }) => option.flag === key)?.name
}

function quoteKey(key: string): string {
  return /^[\w-]{1,60}$/.test(key) ? key : quoteText(key)
}
