import { readCapabilities } from '../config/capability.ts'
import { readHosts } from '../config/extra-host.ts'
import type { Mount } from '../config/mount.ts'
import { present } from '../config/present.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { RunSettings } from '../config/run-settings.ts'
import { readTmpfs } from '../config/tmpfs.ts'
import { openCompose, type Compose } from '../engine/compose.ts'
import { HarnessError } from '../errors.ts'
import { asObject, type JsonObject } from '../oci/json.ts'
import type { VerbContext } from './context.ts'

/** A run whose image is a service of a compose file. */
export interface ComposedRun {
  readonly config: ResolvedConfig
  readonly compose?: Compose
}

/**
 * Takes from the compose file what the command line leaves open: the image, and how it is run.
 * @throws HarnessError `usage-invalid`, `config-invalid`, `dependency-failed`
 */
export async function openComposedRun(
  config: ResolvedConfig,
  named: { readonly path: string; readonly service: string },
  { environment, signal }: VerbContext,
): Promise<ComposedRun> {
  const compose = await openCompose({ ...named, env: environment.variables, signal })
  return { config: withService(config, named.service, compose.service), compose }
}

function withService(config: ResolvedConfig, name: string, service: JsonObject): ResolvedConfig {
  const image = service.optionalString('image')
  const isMade = config.build !== undefined
  if (config.images.length === 0 && image === undefined && !isMade) {
    throw new HarnessError('usage-invalid', `the service ${name} is built, and names no image`, {
      hint: 'build it too, with --build, or name what was built: everyarch verify IMAGE --compose FILE --service NAME',
    })
  }
  const own = readService(service)
  return {
    ...config,
    ...withDefaults(config, own),
    images: config.images.length > 0 || image === undefined || isMade ? config.images : [image],
    perPlatform: config.perPlatform.map(({ platform, settings }) => ({
      platform,
      settings: withDefaults(settings, own),
    })),
  }
}

type ServiceSettings = Pick<RunSettings, 'command' | 'env' | 'container'>

function withDefaults<T extends RunSettings>(settings: T, own: ServiceSettings): T {
  return {
    ...own,
    ...settings,
    env: { ...own.env, ...settings.env },
    container: { ...own.container, ...settings.container },
  }
}

function readService(service: JsonObject): ServiceSettings {
  const words = (key: string): readonly string[] | undefined =>
    service.has(key) ? service.strings(key).map(plain) : undefined
  const list = <T>(key: string, read: (raw: unknown) => T): T | undefined => {
    const given = words(key)
    return given === undefined ? undefined : read(given)
  }
  return {
    env: readEnvironment(service),
    ...present({ command: words('command') }),
    container: present({
      entrypoint: words('entrypoint'),
      user: service.optionalString('user'),
      workdir: service.optionalString('working_dir'),
      readOnly: service.optionalBoolean('read_only'),
      tmpfs: list('tmpfs', readTmpfs),
      capAdd: list('cap_add', readCapabilities),
      capDrop: list('cap_drop', readCapabilities),
      addHosts: list('extra_hosts', readHosts),
      mounts: readMounts(service),
    }),
  }
}

/** `docker compose config` prints what can be read again, so a dollar is doubled. */
function plain(text: string): string {
  return text.replaceAll('$$', '$')
}

/** A variable that is null is one that was to be taken from an environment that has none. */
function readEnvironment(service: JsonObject): Readonly<Record<string, string>> {
  const variables = service.optionalObject('environment')
  const entries = (variables?.keys() ?? []).flatMap((key) => {
    const value = variables?.optionalString(key)
    return value === undefined ? [] : [[key, plain(value)] as const]
  })
  return Object.fromEntries(entries)
}

/** Those of this host's files: volumes of the engine are there when the services are. */
function readMounts(service: JsonObject): readonly Mount[] {
  const volumes = service.list('volumes', (volume, where) => asObject(volume, where))
  return volumes.flatMap((volume) =>
    volume.optionalString('type') === 'bind'
      ? [
          {
            source: volume.string('source'),
            target: volume.string('target'),
            isReadOnly: volume.optionalBoolean('read_only') ?? false,
          },
        ]
      : [],
  )
}
