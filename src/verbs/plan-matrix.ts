import { listCandidates } from '../audit/audit.ts'
import { auditPlatforms } from '../audit/index-platforms.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import type { Platform } from '../oci/platform.ts'
import { createMatrix, type Matrix } from '../plan/matrix.ts'
import { selectPlatforms } from '../plan/selection.ts'
import { settingsFor } from '../plan/settings-for.ts'
import type { Finding } from '../report/finding.ts'
import type { VerbContext } from './context.ts'
import { wishesOf } from './inspect.ts'
import { openNamedView, requireRegistry } from './open-view.ts'
import { openClient } from './registry-access.ts'
import { splitLevels } from './split-levels.ts'

export interface MatrixPlan {
  readonly matrix: Matrix
  /** Of the index as a whole: what was asked for and is missing. */
  readonly findings: readonly Finding[]
}

/**
 * The jobs that build or verify an image platform by platform on CI machines. Which they are is known without an engine,
 * and for platforms that are named without an image, too.
 * @throws HarnessError `usage-invalid` where there would be none: a matrix cannot be empty
 */
export async function planMatrix(config: ResolvedConfig, context: VerbContext): Promise<MatrixPlan> {
  const [name] = config.images
  if (name === undefined) return { matrix: planUnbuilt(config), findings: [] }
  requireRegistry(name)
  const client = openClient(config, context)
  try {
    const view = await openNamedView(name, { client, config, context })
    const candidates = await listCandidates(view)
    const { selected } = selectPlatforms(candidates, config.platforms, 'linux')
    const findings = auditPlatforms(view, candidates, wishesOf(config))
    if (selected.length === 0) {
      const hint = 'everyarch platforms shows what it has'
      throw new HarnessError('usage-invalid', `${view.source.name} has no platform to make a job of`, { hint })
    }
    const { audited } = splitLevels(selected, config)
    const platforms = selected.map((named) => ({ platform: named.platform, isStatic: audited.includes(named) }))
    return { matrix: createMatrix(platforms, config.runners), findings }
  } finally {
    await client.close()
  }
}

/** The platforms that an image is to have: it is yet to be built. */
function planUnbuilt(config: ResolvedConfig): Matrix {
  const { platforms, runners } = config
  const isStatic = (platform: Platform): boolean => settingsFor(config, platform).level === 'static'
  return createMatrix(
    platforms.map((platform) => ({ platform, isStatic: isStatic(platform) })),
    runners,
  )
}
