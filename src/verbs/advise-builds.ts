import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { findSlowSteps, type SlowStepOptions } from '../bench/slow-steps.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { RunReport } from '../report/report.ts'
import { addFindings } from './create-report.ts'

/** The report with what its builds' slow steps need, where benchmarks were asked for. */
export async function adviseBuilds(report: RunReport, config: ResolvedConfig): Promise<RunReport> {
  const { builds = [] } = report
  if (config.bench === undefined || builds.length === 0 || report.verdict === null) return report
  const findings = await Promise.all(
    builds.map(async (build) => findSlowSteps(build, await readDockerfileOf(build.context, config))),
  )
  return addFindings(report, findings.flat(), config)
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
