import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buildNames } from '../bench/build-names.ts'
import { findSlowSteps, type SlowStepOptions } from '../bench/slow-steps.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { BuildStepReport } from '../report/build-report.ts'
import type { RunReport } from '../report/report.ts'
import { addFindings } from './create-report.ts'

/** The report with what its builds' slow steps need, where benchmarks were asked for. */
export async function adviseBuilds(report: RunReport, config: ResolvedConfig): Promise<RunReport> {
  const { builds = [] } = report
  if (config.bench === undefined || builds.length === 0 || report.verdict === null) return report
  const findings = await Promise.all(
    builds.map(async (build) => {
      const measured = listColdSteps(report)
      const steps = measured.length === 0 ? build.steps : measured
      return findSlowSteps({ steps }, await readDockerfileOf(build.context, config))
    }),
  )
  return addFindings(report, findings.flat(), config)
}

/** What was measured with nothing cached says more than a build that may have had all of it. */
function listColdSteps({ platforms }: RunReport): readonly BuildStepReport[] {
  return platforms.flatMap(({ platform, benchmarks = [] }) =>
    benchmarks
      .flatMap(({ name, build }) => (name === buildNames.cold ? (build?.steps ?? []) : []))
      .map((step) => ({
        platform,
        ...(step.stage === undefined ? {} : { stage: step.stage }),
        instruction: step.instruction,
        status: step.isCached === true ? 'cached' : 'done',
        ...(step.execution === undefined ? {} : { execution: step.execution }),
        durationMs: step.medianMs,
      })),
  )
}

const maxBytes = 1024 * 1024

/** The file the user named, else the usual one of a folder; nothing where that is not to be had. */
async function readDockerfileOf(context: string, { dockerfile }: ResolvedConfig): Promise<SlowStepOptions> {
  const file = dockerfile ?? join(context, 'Dockerfile')
  try {
    if ((await stat(file)).size > maxBytes) return {}
    await using handle = await open(file)
    return { dockerfile: { file, content: await handle.readFile('utf8') } }
  } catch {
    return {}
  }
}
