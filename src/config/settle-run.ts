import { HarnessError } from '../errors.ts'
import { formatPlatform, isSamePlatform } from '../oci/platform.ts'
import type { GivenSettings } from './config-values.ts'
import type { Environment } from './environment.ts'
import { openLayers, type Layers } from './layers.ts'
import { options } from './options.ts'
import { present } from './present.ts'
import type { Problem } from './problems.ts'
import type { PlatformSettings, RunSettings } from './run-settings.ts'

/** What the sources come to for a platform. Variables are put together by name; of all else the last one counts. */
export function settleRun({ read, readAll, readUnless }: Layers): RunSettings {
  return {
    level: read(options.level) ?? 'run',
    env: Object.assign({}, ...readAll(options.env)),
    ...present({
      // An application either serves or ends: who says one takes back the other of an earlier source.
      http: readUnless(options.http, [options.expect]),
      expectedEnd: readUnless(options.expect, [options.http]),
      command: read(options.command),
      timeoutMs: read(options.timeout),
      memoryBytes: read(options.memory),
      pidsLimit: read(options.pidsLimit),
    }),
  }
}

/** The settings of each platform that has some of its own: of one source, they go before its general ones. */
export function settlePlatforms(
  sources: readonly GivenSettings[],
  environment: Environment,
  problems: Problem[],
): readonly PlatformSettings[] {
  const named = new Map(
    sources.flatMap(({ platforms }) => platforms.map(({ platform }) => [formatPlatform(platform), platform] as const)),
  )
  return [...named.values()].map((platform) => {
    const layers = sources.flatMap(({ values, platforms }) => [
      values,
      ...platforms.filter((own) => isSamePlatform(own.platform, platform)).map((own) => own.values),
    ])
    return { platform, settings: settleRun(openLayers(layers, environment, problems)) }
  })
}

/** What is wrong with the settings of a platform only because of another one. @throws HarnessError `usage-invalid` */
export function checkRun({ http, expectedEnd }: RunSettings, where: string): void {
  if (http !== undefined && expectedEnd !== undefined) {
    throw new HarnessError('usage-invalid', `${where}--http and --expect contradict each other`, {
      hint: 'an application either serves or ends: give one of them',
    })
  }
}
