import { readFile } from 'node:fs/promises'
import type { BuildSecret } from '../config/build-wishes.ts'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import type { Variables } from '../config/environment.ts'

/** What BuildKit takes at most. https://github.com/moby/buildkit/blob/v0.25.1/session/secrets/secrets.go */
const maxBytes = 500 * 1024
/** A shorter value would be found, and blotted out, all over a report. */
const minLength = 4
/** A shorter word of a file, or one of letters alone, is as likely none of its secrets. */
const minWord = 12

/**
 * The values of a build's secrets, so that they can be taken out of all that is shown. Files of settings have them in
 * their middle: what looks like a token there is one of the values too.
 * @throws HarnessError `config-invalid` for one that is not there, or is too short to be taken out
 */
export async function readSecretValues(secrets: readonly BuildSecret[], env: Variables): Promise<readonly string[]> {
  const values = await Promise.all(secrets.map((secret) => readSecret(secret, env)))
  return values.flat()
}

async function readSecret({ id, from }: BuildSecret, env: Variables): Promise<readonly string[]> {
  const value = (from.kind === 'variable' ? env[from.name] : await readSecretFile(id, from.path))?.trim() ?? ''
  if (value === '') return []
  if (value.length < minLength) {
    throw new HarnessError(
      'config-invalid',
      `the secret ${quoteText(id)} is too short to be kept out of what is shown`,
      {
        hint: `a secret has ${minLength} characters or more; what is none can be given by --build-arg`,
      },
    )
  }
  return from.kind === 'variable' ? [value] : [value, ...listTokens(value)]
}

function listTokens(text: string): readonly string[] {
  const words = text.split(/[\s"'=,;]+|:(?!\/\/)/)
  return words.filter((word) => word.length >= minWord && /\d/.test(word) && /[a-z]/i.test(word))
}

async function readSecretFile(id: string, path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new HarnessError(
      'config-invalid',
      `the file of the secret ${quoteText(id)}, ${quoteText(path)}, cannot be read`,
      {
        cause,
        hint: 'name a file that is there: --secret id=NAME,src=FILE',
      },
    )
  })
  if (bytes.byteLength <= maxBytes) return bytes.toString('utf8')
  throw new HarnessError('config-invalid', `the secret ${quoteText(id)} is larger than the 500 KiB that a build takes`)
}
