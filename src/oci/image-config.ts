import { asDigest } from './descriptor.ts'
import type { Digest } from './digest.ts'
import { asObject, failContent, type JsonObject } from './json.ts'
import { quoteText } from './quote.ts'

/**
 * The image's config JSON.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md
 */
export interface ImageConfig {
  /** As written; absent where the config leaves it out or empty. */
  readonly os?: string
  /** As written; absent where the config leaves it out or empty. */
  readonly architecture?: string
  /** As written. */
  readonly variant?: string
  /** As written. */
  readonly osVersion?: string
  /** When it was made, as written: RFC 3339. */
  readonly created?: string
  /** The digests of its layers, unpacked; the lowest first. */
  readonly diffIds: readonly Digest[]
  /** How a container of it is run. */
  readonly config: ContainerConfig
  /** How the layers came to be, the first first; absent where the builder kept none. */
  readonly history?: readonly HistoryEntry[]
}

/** Execution parameters: the `config` object of an image's config. Empty values count as absent. */
export interface ContainerConfig {
  /** `app`, `1000`, `12345:0`. */
  readonly user?: string
  /** `80/tcp`, `53/udp`: as written. */
  readonly exposedPorts: readonly string[]
  /** `NAME=value`. */
  readonly env: readonly string[]
  /** What is executed, as words. */
  readonly entrypoint?: readonly string[]
  /** What comes after the entrypoint, as words. */
  readonly command?: readonly string[]
  /** Where it is executed. */
  readonly workingDir?: string
  /** By name. */
  readonly labels: Readonly<Record<string, string>>
  /** `SIGTERM`, or a number. */
  readonly stopSignal?: string
  /** Paths that are volumes. */
  readonly volumes: readonly string[]
  /** How Docker asks whether it is healthy: `['CMD', 'curl', 'localhost']`. */
  readonly healthcheck?: { readonly test: readonly string[] }
  /** What runs commands that are one text; absent: `/bin/sh -c`. */
  readonly shell?: readonly string[]
}

/** A step that made an image. */
export interface HistoryEntry {
  /** The instruction that made the layer, as the builder writes it. */
  readonly createdBy?: string
  /** The instruction changed no file, so no layer belongs to it. */
  readonly emptyLayer: boolean
}

/**
 * Null and missing fields are forgiven, as engines forgive them; wrong types are not.
 *
 * @throws HarnessError `content-invalid`, or `limit-exceeded`
 */
export function parseImageConfig(value: unknown, where = ''): ImageConfig {
  const image = asObject(value, where)
  const rootfs = image.optionalObject('rootfs')
  const type = rootfs?.optionalString('type') ?? ''
  if (rootfs !== undefined && type !== '' && type !== 'layers')
    failContent(`${rootfs.where}.type`, `must be "layers", not ${quoteText(type)}`)
  const execution = image.optionalObject('config') ?? asObject({}, 'config')
  return {
    ...pickStrings(image, { os: 'os', architecture: 'architecture', variant: 'variant' }),
    ...pickStrings(image, { osVersion: 'os.version', created: 'created' }),
    diffIds: rootfs?.list('diff_ids', asDigest) ?? [],
    config: parseContainerConfig(execution),
    ...(image.has('history') ? { history: image.list('history', parseHistoryEntry) } : {}),
  }
}

/** https://github.com/moby/docker-image-spec/blob/main/spec.md for what Docker adds */
function parseContainerConfig(config: JsonObject): ContainerConfig {
  const entrypoint = config.strings('Entrypoint')
  const command = config.strings('Cmd')
  const shell = config.strings('Shell')
  const test = config.optionalObject('Healthcheck')?.strings('Test') ?? []
  return {
    ...pickStrings(config, { user: 'User', workingDir: 'WorkingDir', stopSignal: 'StopSignal' }),
    exposedPorts: config.optionalObject('ExposedPorts')?.keys() ?? [],
    env: config.strings('Env'),
    ...(entrypoint.length === 0 ? {} : { entrypoint }),
    ...(command.length === 0 ? {} : { command }),
    labels: config.optionalRecord('Labels') ?? Object.freeze(Object.create(null)),
    volumes: config.optionalObject('Volumes')?.keys() ?? [],
    ...(test.length === 0 ? {} : { healthcheck: { test } }),
    ...(shell.length === 0 ? {} : { shell }),
  }
}

function parseHistoryEntry(value: unknown, where: string): HistoryEntry {
  const entry = asObject(value, where)
  return {
    ...pickStrings(entry, { createdBy: 'created_by' }),
    emptyLayer: entry.optionalBoolean('empty_layer') ?? false,
  }
}

/** The strings that are there and not empty, under their names here. */
function pickStrings<Name extends string>(
  object: JsonObject,
  fields: Readonly<Record<Name, string>>,
): { readonly [name in Name]?: string } {
  const picked: { [name in Name]?: string } = {}
  for (const name in fields) {
    const text = object.optionalString(fields[name]) ?? ''
    if (text !== '') picked[name] = text
  }
  return picked
}
