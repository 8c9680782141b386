import type { Variables } from './environment.ts'
import type { GivenValue, GivenValues, Option } from './option.ts'
import { listOptions } from './options.ts'

/** The variable of a setting: `EVERYARCH_PLAIN_HTTP` of `plainHttp`. */
export function variableName(name: string): string {
  return `EVERYARCH_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}

/** The settings that environment variables give; an empty variable gives none. */
export function readEnvironmentValues(variables: Variables): GivenValues {
  const values = listOptions().flatMap(({ name, option }): (readonly [Option<unknown>, GivenValue])[] => {
    const label = variableName(name)
    const raw = option.scope === 'everywhere' ? variables[label] : undefined
    return raw === undefined || raw === '' ? [] : [[option, { raw, label, source: 'environment' }]]
  })
  return new Map(values)
}
