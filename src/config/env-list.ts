import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import type { Variables } from './environment.ts'
import { invalidValue, isRecord, readTexts } from './readers.ts'

/**
 * Environment variables of the containers: `KEY=VALUE` texts, where `KEY` alone takes the value it has here, or an
 * object of a configuration file.
 * @throws HarnessError `config-invalid`
 */
export function readEnvList(raw: unknown, variables: Variables): Readonly<Record<string, string>> {
  const entries = isRecord(raw)
    ? Object.entries(raw).map(readEntry)
    : readTexts(raw).map((text) => parseEntry(text, variables))
  return Object.fromEntries(entries)
}

function readEntry([key, value]: [string, unknown]): [string, string] {
  if (!['string', 'number', 'boolean'].includes(typeof value)) throw invalidValue(value, `a value for ${key}`)
  return checkKey(key, String(value))
}

function parseEntry(text: string, variables: Variables): [string, string] {
  const split = text.indexOf('=')
  if (split !== -1) return checkKey(text.slice(0, split), text.slice(split + 1))
  const value = variables[text]
  if (value !== undefined) return checkKey(text, value)
  throw new HarnessError('config-invalid', `${quoteText(text)} is not set here`, {
    hint: `write ${text}=VALUE, or export it first`,
  })
}

function checkKey(key: string, value: string): [string, string] {
  if (key === '' || /[=\0\s]/.test(key)) throw invalidValue(key, 'the name of a variable', 'write KEY=VALUE')
  if (value.includes('\0')) throw invalidValue(value, `a value for ${key}: it holds a NUL`)
  return [key, value]
}
