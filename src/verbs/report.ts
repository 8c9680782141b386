import type { ResolvedConfig } from '../config/resolved-config.ts'
import { mergeRunReports } from '../report/merge.ts'
import type { RunReport } from '../report/report.ts'
import { listRunReports, type RunReports } from '../report/run-reports.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { readNamedReport } from './read-report-file.ts'

/**
 * Reads saved reports and makes one of them.
 * @throws HarnessError `report-invalid` for a file that is no report, and for reports of different images
 */
export async function report(
  config: ResolvedConfig,
  { signal, onEvent }: VerbContext,
): Promise<RunReport | RunReports> {
  const { reportFiles, platforms, strict, inconclusive } = config
  const reports: (RunReport | RunReports)[] = []
  for (const path of reportFiles) {
    signal.throwIfAborted()
    reports.push(await readNamedReport(path, signal))
  }
  const merged = mergeRunReports(reports, {
    names: reportFiles,
    strict,
    inconclusive,
    tool: toolInfo(),
    ...(platforms.length === 0 ? {} : { platforms }),
  })
  for (const one of listRunReports(merged)) onEvent({ kind: 'run-end', report: one })
  return merged
}
