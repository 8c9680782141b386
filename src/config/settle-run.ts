import { formatPlatform, isSamePlatform } from '../oci/platform.ts'
import type { GivenSettings } from './config-values.ts'
import { openLayers, type LayerOptions, type Layers } from './layers.ts'
import { options } from './options.ts'
import { present } from './present.ts'
import type { ContainerWishes, PlatformSettings, RunSettings } from './run-settings.ts'

/** What the sources come to for a platform. Variables are put together by name; of all else the last one counts. */
export function settleRun(layers: Layers): RunSettings {
  const { read, readAll } = layers
  return {
    level: read(options.level) ?? 'run',
    env: byName(readAll(options.env)),
    container: settleContainer(layers),
    ...present({
      ...settleExpected(layers),
      command: read(options.command),
      timeoutMs: read(options.timeout),
      memoryBytes: read(options.memory),
      pidsLimit: read(options.pidsLimit),
    }),
  }
}

function settleContainer({ read, readAll }: Layers): ContainerWishes {
  const secrets = readAll(options.secretEnv)
  const [volumes, mounts] = [read(options.volume), read(options.mount)]
  return present({
    secretEnv: secrets.length === 0 ? undefined : byName(secrets),
    user: read(options.user),
    workdir: read(options.workdir),
    entrypoint: read(options.entrypoint),
    readOnly: read(options.readOnly),
    tmpfs: read(options.tmpfs),
    mounts: volumes === undefined && mounts === undefined ? undefined : [...(volumes ?? []), ...(mounts ?? [])],
    capAdd: read(options.capAdd),
    capDrop: read(options.capDrop),
    network: read(options.network),
    addHosts: read(options.addHost),
  })
}

/** Of a name that is there several times the last value. */
function byName(records: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  return Object.fromEntries(records.flatMap((record) => Object.entries(record)))
}

/** The settings of each platform that has some of its own: of one source, they go before its general ones. */
export function settlePlatforms(
  sources: readonly GivenSettings[],
  layerOptions: LayerOptions,
): readonly PlatformSettings[] {
  const named = new Map(
    sources.flatMap(({ platforms }) => platforms.map(({ platform }) => [formatPlatform(platform), platform] as const)),
  )
  return [...named.values()].map((platform) => {
    const layers = sources.flatMap(({ values, platforms }) => [
      values,
      ...platforms.filter((own) => isSamePlatform(own.platform, platform)).map((own) => own.values),
    ])
    return { platform, settings: settleRun(openLayers(layers, layerOptions)) }
  })
}

/** An application either serves or ends: who says one takes back the other of an earlier source. */
function settleExpected({ read, isLater }: Layers): Pick<RunSettings, 'http' | 'expected'> {
  const [http, expected] = [read(options.http), read(options.expect)]
  const isEnd = expected?.exitCode !== undefined
  return present({
    http: isEnd && isLater(options.expect, options.http) ? undefined : http,
    expected: isEnd && isLater(options.http, options.expect) ? undefined : expected,
  })
}
