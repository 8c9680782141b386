import { auditImage } from '../audit/audit.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { formatPlatform } from '../oci/platform.ts'
import { selectPlatforms } from '../plan/selection.ts'
import type { Target } from '../plan/target.ts'
import type { RegistryClient } from '../registry/client.ts'
import { createImageSupplies } from '../run/image-supply.ts'
import type { BaselinePlan } from './bench-baseline.ts'
import type { VerbContext } from './context.ts'
import type { Engines } from './engine-access.ts'
import { openNamedView } from './open-view.ts'
import { planTargets } from './plan-targets.ts'
import { auditOf } from './platform-reports.ts'
import { pullCredentialFor } from './registry-access.ts'

export interface PlanBaselineOptions {
  readonly config: ResolvedConfig
  readonly context: VerbContext
  readonly client: RegistryClient
  readonly engines: Engines
  readonly labels: Readonly<Record<string, string>>
}

/** Plans how the platforms of another image are run that are those of some targets. */
export async function planBaseline(
  reference: string,
  beside: readonly Target[],
  { config, context, client, engines, labels }: PlanBaselineOptions,
): Promise<BaselinePlan> {
  // Nobody watches it: what is shown is the image itself.
  const quiet = { ...context, onEvent: () => undefined }
  const view = await openNamedView(reference, { client, config, context: quiet })
  try {
    const audit = await auditImage(view, { wanted: [], required: [], forbidden: [] }, context.signal)
    const platforms = new Set(beside.map(({ platform }) => formatPlatform(platform)))
    const { selected } = selectPlatforms(audit.candidates, [], 'linux')
    const wanted = selected.filter(({ platform }) => platforms.has(formatPlatform(platform)))
    const { targets, engineOf } = await planTargets({
      view,
      audit,
      selected: wanted,
      config,
      context: quiet,
      engines,
      labels,
    })
    const served =
      view.source.repository === undefined
        ? await (await import('../build/loopback-registry.ts')).serveImage(view, context.signal)
        : undefined
    const repository = served?.repository ?? view.source.repository ?? ''
    const supply = createImageSupplies(targets, engineOf, {
      repository,
      credential: () => pullCredentialFor(repository, context),
      keepsImages: served === undefined && config.keepsImages,
      sizeOf: ({ image }) => auditOf(audit, image).sizeBytes ?? 0,
      signal: context.signal,
    })
    const close = async (): Promise<void> => {
      await served?.close()
      await view.source.close()
    }
    return { targets, repository, supply, engineOf, close }
  } catch (error) {
    await view.source.close()
    throw error
  }
}
