import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import type { Variables } from './environment.ts'
import { invalidValue, readCommaList } from './readers.ts'

/** A shorter value would be found, and blotted out, all over a report. */
const minLength = 4

/**
 * Variables of the containers whose values are taken from here and are shown nowhere. No message of this reader holds
 * what was given beyond a name.
 * @throws HarnessError `config-invalid`
 */
export function readSecretEnv(raw: unknown, variables: Variables): Readonly<Record<string, string>> {
  return Object.fromEntries(readCommaList(raw).map((name) => [name, readSecret(name, variables)]))
}

function readSecret(text: string, variables: Variables): string {
  const name = /^[^=]*/.exec(text)?.[0] ?? ''
  if (name !== text) {
    throw new HarnessError('config-invalid', `${quoteText(name)} is given with a value, where other users can see it`, {
      hint: `write ${name} alone, and set it in the environment`,
    })
  }
  if (!/^[A-Za-z_][\w.-]{0,200}$/.test(name)) throw invalidValue(name, 'the name of a variable', 'write NAME')
  const value = variables[name]
  if (value === undefined || value === '') {
    throw new HarnessError('config-invalid', `${name} is ${value === '' ? 'empty' : 'not set'} here`, {
      hint: `export ${name} first`,
    })
  }
  if (value.includes('\0')) throw new HarnessError('config-invalid', `the value of ${name} holds a NUL`)
  if (value.length >= minLength) return value
  throw new HarnessError('config-invalid', `the value of ${name} is too short to be kept out of what is shown`, {
    hint: `a secret has ${minLength} characters or more; what is none can be given by --env ${name}`,
  })
}
