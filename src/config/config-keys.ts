import { closestWord } from '../oci/closest-word.ts'
import { quoteText } from '../oci/quote.ts'
import type { GivenValue, GivenValues, Option } from './option.ts'
import { listOptions, type NamedOption } from './options.ts'
import type { Problem } from './problems.ts'

/** What the keys of an object may name: any setting of a file, or those that single platforms may have. */
export type KeyPlace = 'file' | 'perPlatform'

export interface ReadKeys {
  readonly values: GivenValues
  readonly problems: readonly Problem[]
}

/** The settings an object gives, and what is wrong with its keys. A key's label is `where`, `separator`, key. */
export function readKeys(where: string, separator: string, content: object, place: KeyPlace): ReadKeys {
  const values = new Map<Option<unknown>, GivenValue>()
  const problems: Problem[] = []
  const known = new Map(settableOptions(place).map(({ name, option }) => [name, option]))
  for (const [key, raw] of Object.entries(content)) {
    const option = known.get(key)
    if (option === undefined) problems.push(unknownKey(`${where}${separator}${quoteKey(key)}`, key, place))
    else if (raw !== undefined) values.set(option, { raw, label: `${where}${separator}${key}`, source: 'file' })
  }
  return { values, problems }
}

function settableOptions(place: KeyPlace): readonly NamedOption[] {
  return listOptions().filter(({ option }) =>
    place === 'file' ? option.scope !== 'command-line' : option.perPlatform === true,
  )
}

function unknownKey(label: string, key: string, place: KeyPlace): Problem {
  const problem = { label, code: 'config-invalid' } as const
  const option = listOptions().find(({ name }) => name === key)?.option
  if (option?.scope === 'command-line' && option.flag !== undefined) {
    return { ...problem, message: 'is given on the command line only', hint: `write everyarch … --${option.flag}` }
  }
  if (option !== undefined) {
    return { ...problem, message: 'no platform has its own', hint: `move ${key} out of perPlatform` }
  }
  const keys = settableOptions(place).map(({ name }) => name)
  const near = closestWord(key, keys) ?? keyOfFlag(key, place)
  const hint = near === undefined ? `the keys are ${keys.join(', ')}` : `did you mean ${near}?`
  return { ...problem, message: 'there is no such setting', hint }
}

/** `plain-http` is how the flag is spelt. */
function keyOfFlag(key: string, place: KeyPlace): string | undefined {
  return settableOptions(place).find(({ option }) => option.flag === key)?.name
}

function quoteKey(key: string): string {
  return /^[\w-]{1,60}$/.test(key) ? key : quoteText(key)
}
