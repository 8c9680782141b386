import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import type { BuildSecret } from './build-wishes.ts'
import type { Variables } from './environment.ts'
import { invalidValue, readTexts } from './readers.ts'

const example = 'write id=NAME,env=VARIABLE or id=NAME,src=FILE'

/**
 * Secrets of a build, in the words of `docker buildx build --secret`.
 * https://docs.docker.com/build/building/secrets/
 * @throws HarnessError `config-invalid`
 */
export function readBuildSecrets(raw: unknown, variables: Variables): readonly BuildSecret[] {
  return readTexts(raw).map((text) => parseSecret(text, variables))
}

/** A secret in the words of `--secret`. */
export interface SecretFields {
  readonly id: string
  readonly type?: string | undefined
  readonly path?: string | undefined
  readonly env?: string | undefined
}

function parseSecret(text: string, variables: Variables): BuildSecret {
  const secret = placeSecret(parseSecretFields(text), variables)
  if (secret.from.kind === 'variable') requireVariable(secret.from.name, secret.id, variables)
  return secret
}

/** @throws HarnessError `config-invalid` */
export function parseSecretFields(text: string): SecretFields {
  const fields = new Map<string, string>()
  for (const field of text.split(',')) {
    const [, key, value] = /^(id|src|source|env|type)=(.+)$/s.exec(field.trim()) ?? []
    // What is no field of it may well be the secret itself.
    if (key === undefined || value === undefined) throw invalidValue('***', 'a secret of a build', example)
    fields.set(key === 'source' ? 'src' : key, value)
  }
  const id = fields.get('id')
  if (id === undefined) throw invalidValue('***', 'a secret of a build: it has no id', example)
  return { id, type: fields.get('type'), path: fields.get('src'), env: fields.get('env') }
}

/**
 * Where a secret is: as buildx does, a variable of its own name, else a file of that name, where nothing else is said.
 * @throws HarnessError `config-invalid`
 */
export function placeSecret({ id, type, path, env }: SecretFields, variables: Variables): BuildSecret {
  if (type !== undefined && type !== 'file' && type !== 'env') throw invalidValue(type, 'file or env')
  const name = env ?? (type === 'env' ? (path ?? id) : undefined)
  if (name !== undefined) return { id, from: { kind: 'variable', name } }
  if (path === undefined && type !== 'file' && variables[id] !== undefined) {
    return { id, from: { kind: 'variable', name: id } }
  }
  return { id, from: { kind: 'file', path: path ?? id } }
}

function requireVariable(name: string, id: string, variables: Variables): void {
  if (variables[name] !== undefined) return
  throw new HarnessError(
    'config-invalid',
    `${quoteText(name)}, which the secret ${quoteText(id)} is, is not set here`,
    {
      hint: `export ${name} first`,
    },
  )
}
