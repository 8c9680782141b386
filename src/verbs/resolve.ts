import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import type { ImageView } from '../image/view.ts'
import { formatPlatform } from '../oci/platform.ts'
import { pickAll } from '../plan/resolve-all.ts'
import { engineNames, resolveEngines } from '../plan/resolve-engine.ts'
import { readResolvable } from '../plan/resolve-entry.ts'
import { listHosts } from '../plan/resolve-hosts.ts'
import { warnOfPicks } from '../plan/resolve-warnings.ts'
import type { EnginePick } from '../plan/resolve.ts'
import type { ResolvedPick, ResolveListing } from '../report/resolve-listing.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { openNamedView } from './open-view.ts'
import { openClient } from './registry-access.ts'

/** Says which digest each kind of host and engine would pick, by their rules; no engine is asked. */
export async function resolve(config: ResolvedConfig, context: VerbContext): Promise<ResolveListing> {
  const [name] = config.images
  if (name === undefined) {
    throw new HarnessError('usage-invalid', 'resolve needs an image', {
      hint: 'for example: everyarch resolve alpine:3',
    })
  }
  const client = openClient(config, context)
  try {
    const view = await openNamedView(name, { client, config, context, isListed: true })
    try {
      return await describeView(view, config)
    } finally {
      await view.source.close()
    }
  } finally {
    await client.close()
  }
}

async function describeView(view: ImageView, config: ResolvedConfig): Promise<ResolveListing> {
  if (view.kind === 'schema1') {
    throw new HarnessError(
      'image-unsupported',
      `${view.source.name} is Docker schema 1, which engines no longer pull`,
      {
        hint: 'build and push it again with a current builder',
      },
    )
  }
  const image = await readResolvable(view)
  const hosts = (config.platforms.length === 0 ? listHosts(image) : config.platforms).map((host) =>
    pickAll(image, host),
  )
  return {
    schemaVersion: 1,
    tool: toolInfo(),
    image: { reference: view.source.name, digest: view.root.digest, mediaType: view.root.mediaType },
    engines: engineNames.map((engine) => ({ name: engine, title: resolveEngines[engine].title })),
    hosts: hosts.map(({ host, picks }) => ({
      host: formatPlatform(host),
      picks: Object.fromEntries(engineNames.map((engine) => [engine, describePick(picks[engine])])),
    })),
    warnings: warnOfPicks(image, hosts),
  }
}

function describePick(pick: EnginePick): ResolvedPick {
  if ('none' in pick) return pick
  const { digest, platform, exact, fallback, isRefused = false } = pick
  return {
    digest,
    ...(platform === undefined ? {} : { platform: formatPlatform(platform) }),
    exact,
    ...(fallback === undefined ? {} : { fallback: fallback.reason }),
    ...(isRefused ? { refused: true } : {}),
  }
}
