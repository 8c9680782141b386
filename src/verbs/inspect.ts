import { auditImage } from '../audit/audit.ts'
import type { PlatformWishes } from '../audit/index-platforms.ts'
import { isAbsentUnasked } from '../audit/partial.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { platformOf, selectPlatforms, type Named } from '../plan/selection.ts'
import type { ImageView } from '../image/view.ts'
import type { RunReport } from '../report/report.ts'
import type { RunReports } from '../report/run-reports.ts'
import type { VerbContext } from './context.ts'
import { createReport } from './create-report.ts'
import { imagesAtOnce, isInterrupted, reportImages } from './many-images.ts'
import { shareImages } from './many-images-shared.ts'
import { openNamedView } from './open-view.ts'
import { auditOf, unnamedReports, unrunReport } from './platform-reports.ts'
import { openAuditFinish, type FinishAudit } from './finish-audit.ts'
import { openClient } from './registry-access.ts'

/** Says what an image's index, registry and configs hold, without an engine. */
export async function inspect(config: ResolvedConfig, context: VerbContext): Promise<RunReport | RunReports> {
  const client = openClient(config, context)
  const finish = openAuditFinish(config, client, context)
  const share = shareImages<RunReport>(renameReport)
  const inspectImage = async (name: string): Promise<RunReport> => {
    const createdAt = new Date()
    const view = await openNamedView(name, { client, config, context })
    return share(view, () => inspectView(view, createdAt, config, context, finish))
  }
  try {
    return await reportImages('inspect', config, context, inspectImage, { atOnce: imagesAtOnce })
  } finally {
    await client.close()
  }
}

async function inspectView(
  view: ImageView,
  createdAt: Date,
  config: ResolvedConfig,
  context: VerbContext,
  finish: FinishAudit,
): Promise<RunReport> {
  const audit = await finish(view, await auditImage(view, wishesOf(config), context.signal))
  const { selected, skipped } = selectPlatforms(audit.candidates, config.platforms, 'all')
  const isUnasked = (named: Named): boolean => skipped.includes(named) || isAbsentUnasked(auditOf(audit, named.image))
  const { strict } = config
  const reports = new Map([
    ...unnamedReports(view, audit, strict),
    ...[...selected, ...skipped].map((named) => {
      const { image } = named
      const report = {
        platform: platformOf(named),
        image,
        audit: auditOf(audit, image),
        strict,
        skipped: isUnasked(named),
      }
      return [image, unrunReport(report)] as const
    }),
  ])
  return createReport({
    command: 'inspect',
    createdAt,
    view,
    config,
    findings: audit.findings,
    platforms: view.images.flatMap((image) => reports.get(image) ?? []),
    errors: audit.errors,
    interrupted: isInterrupted(context.signal),
  })
}

/** The same image under another of its names. */
function renameReport(report: RunReport, reference: string): RunReport {
  return report.image === undefined ? report : { ...report, image: { ...report.image, reference } }
}

/** What the user said of the platforms an image is to have. */
export function wishesOf({ platforms, required, forbidden }: ResolvedConfig): PlatformWishes {
  return { wanted: platforms, required, forbidden }
}
