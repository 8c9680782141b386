import { parseSecretFields, placeSecret } from '../config/build-secret.ts'
import type { BuildSecret, BuildWishes } from '../config/build-wishes.ts'
import { runDockerCli } from '../engine/docker-cli.ts'
import { asObject, asString, parseJson, parseWithin, type JsonObject } from '../oci/json.ts'
import { parsePlatform, type Platform } from '../oci/platform.ts'
import { parseReference, type Reference } from '../oci/reference.ts'
import type { Variables } from '../config/environment.ts'
import { listOverrides } from './buildx-args.ts'

/** A target of a bake file whose image is wanted. */
export interface BakeTarget {
  readonly name: string
  readonly tags: readonly Reference[]
}

export interface BakePlan {
  readonly targets: readonly BakeTarget[]
  /** All that are built, those that others need among them. */
  readonly names: readonly string[]
  readonly platforms: readonly Platform[]
  readonly secrets: readonly BuildSecret[]
}

/**
 * What a bake file comes to, its matrices and variables resolved by buildx itself.
 * https://docs.docker.com/build/bake/reference/
 * @throws HarnessError `build-failed`
 */
export async function readBakePlan(
  wishes: BuildWishes,
  platforms: readonly Platform[],
  env: Variables,
  signal: AbortSignal,
): Promise<BakePlan> {
  const asked = wishes.source.kind === 'bake' ? wishes.source.targets : []
  const text = await runDockerCli({
    args: ['buildx', 'bake', '--print', '--progress', 'quiet', ...listOverrides(wishes, platforms), '--', ...asked],
    env,
    signal,
    action: 'read the bake file',
    code: 'build-failed',
    hint: 'see what it comes to: docker buildx bake --print',
  })
  return parseWithin(
    'docker buildx bake --print',
    () => parseBakePlan(asObject(parseJson(Buffer.from(text), 'docker buildx bake --print')), asked, env),
    'build-failed',
  )
}

/** The plan that buildx prints for the targets asked for. */
export function parseBakePlan(printed: JsonObject, asked: readonly string[], env: Variables): BakePlan {
  const all = printed.optionalObject('target')
  const names = all?.keys() ?? []
  const targets = names.flatMap((name) => {
    const target = all?.optionalObject(name)
    return target === undefined ? [] : [{ name, target }]
  })
  const wanted = expandGroups(asked.length === 0 ? ['default'] : asked, printed.optionalObject('group'))
  const listed = (key: string): readonly string[] =>
    targets.flatMap(({ target }) => (target.has(key) ? target.strings(key) : []))
  return {
    targets: targets
      .filter(({ name }) => wanted.has(name))
      .map(({ name, target }) => ({
        name,
        tags: target.has('tags') ? target.strings('tags').map(parseReference) : [],
      })),
    names,
    platforms: [...new Set(listed('platforms'))].map((platform) => parsePlatform(platform)),
    secrets: targets.flatMap(({ target }) => target.list('secret', (value, where) => parseSecret(value, where, env))),
  }
}

/** Groups may hold groups. */
function expandGroups(names: readonly string[], groups: JsonObject | undefined): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    const group = groups?.optionalObject(name)
    for (const member of group?.list('targets', asString) ?? []) add(member)
  }
  for (const name of names) add(name)
  return found
}

/** Older versions of buildx print the words of `--secret`. */
function parseSecret(value: unknown, where: string, env: Variables): BuildSecret {
  if (typeof value === 'string') return placeSecret(parseSecretFields(value), env)
  const secret = asObject(value, where)
  const [id = '', type, path, variable] = ['id', 'type', 'src', 'env'].map((key) => secret.optionalString(key))
  return placeSecret({ id, type, path, env: variable }, env)
}
