import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { RunReport } from '../report/report.ts'
import type { RunReports } from '../report/run-reports.ts'
import type { VerbContext } from './context.ts'
import { report } from './report.ts'

/** What a README is to say: saved reports, or a run of the image now. */
export async function proveForReadme(config: ResolvedConfig, context: VerbContext): Promise<RunReport | RunReports> {
  if (config.reportFiles.length > 0) return report(config, context)
  const { verify } = await import('./verify.ts')
  return verify({ ...config, publishes: false, tags: [] }, context)
}
