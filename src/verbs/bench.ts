import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { RunReport } from '../report/report.ts'
import type { RunReports } from '../report/run-reports.ts'
import type { VerbContext } from './context.ts'
import { verify } from './verify.ts'

/** Verifies an image and measures the platforms that pass: a figure of one that does not work is worth nothing. */
export function bench(config: ResolvedConfig, context: VerbContext): Promise<RunReport | RunReports> {
  return verify(config, context, 'bench')
}
