import type { BuildSecret, BuildWishes } from '../config/build-wishes.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'

export interface BuildxArgs {
  readonly wishes: BuildWishes
  /** Empty for the builder's own. */
  readonly platforms: readonly Platform[]
  readonly builder: string
  /** The exporter of each image, in buildx's words; by target for a bake file. */
  readonly outputs: ReadonlyMap<string, string>
  /** Absent where nobody asks what was made. */
  readonly metadataFile?: string | undefined
}

/** The name of the only image of a build that is no bake file. */
export const onlyTarget = 'default'

/** The words after `docker`: of a build, or of a bake file. */
export function listBuildxArgs({ wishes, platforms, builder, outputs, metadataFile }: BuildxArgs): readonly string[] {
  const { source, buildxArgs, provenance, sbom } = wishes
  const shared = [
    `--builder=${builder}`,
    '--progress=rawjson',
    ...flag('--metadata-file', metadataFile),
    ...flag('--provenance', provenance),
    ...flag('--sbom', sbom),
  ]
  if (source.kind === 'bake') {
    const exporters = [...outputs].flatMap(([target, output]) => ['--set', `${target}.output=${output}`])
    // Tags of the file's own would take the place of the exporter's name: the image would be where they point at once.
    const untagged = ['--set', '*.tags=']
    const words = [...shared, ...listOverrides(wishes, platforms), ...buildxArgs, ...untagged, ...exporters]
    // What is not asked for, another target may still need.
    return ['buildx', 'bake', ...words, '--', ...outputs.keys()]
  }
  const own = [
    ...flag('--file', source.file),
    ...flag('--target', wishes.target),
    ...flag('--platform', platforms.length === 0 ? undefined : platforms.map(formatPlatform).join(',')),
    ...flag('--output', outputs.get(onlyTarget)),
    ...flags('--build-arg', wishes.buildArgs),
    ...flags('--build-context', wishes.buildContexts),
    ...flags('--secret', wishes.secrets.map(formatSecret)),
    ...flags('--ssh', wishes.ssh),
    ...flags('--cache-from', wishes.cacheFrom),
    ...flags('--cache-to', wishes.cacheTo),
    ...flags('--label', wishes.labels),
    ...flags('--annotation', wishes.annotations),
  ]
  return ['buildx', 'build', ...shared, ...own, ...buildxArgs, '--', source.context]
}

/** What a user asks of all targets of a bake file, in its words. */
export function listOverrides(wishes: BuildWishes, platforms: readonly Platform[]): readonly string[] {
  const { source, target } = wishes
  const set = (key: string, values: readonly string[]): readonly string[] =>
    values.flatMap((value) => ['--set', `*.${key}=${value}`])
  return [
    ...(source.kind === 'bake' ? flags('--file', source.files) : []),
    ...set('platform', platforms.map(formatPlatform)),
    ...set('target', target === undefined ? [] : [target]),
    ...setEach('args', wishes.buildArgs),
    ...setEach('contexts', wishes.buildContexts),
    ...set('secrets', wishes.secrets.map(formatSecret)),
    ...set('ssh', wishes.ssh),
    ...set('cache-from', wishes.cacheFrom),
    ...set('cache-to', wishes.cacheTo),
    ...setEach('labels', wishes.labels),
    ...set('annotations', wishes.annotations),
  ]
}

/** `*.args.NAME=VALUE`. */
function setEach(key: string, pairs: readonly string[]): readonly string[] {
  return pairs.flatMap((pair) => ['--set', `*.${key}.${pair}`])
}

function formatSecret({ id, from }: BuildSecret): string {
  return from.kind === 'variable' ? `type=env,id=${id},env=${from.name}` : `type=file,id=${id},src=${from.path}`
}

function flag(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${name}=${value}`]
}

function flags(name: string, values: readonly string[]): readonly string[] {
  return values.map((value) => `${name}=${value}`)
}
