import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError, toHarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { mergeRunReports } from '../report/merge.ts'
import type { RunReport } from '../report/report.ts'
import { listRunReports, type RunReports } from '../report/run-reports.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { readReportFile } from './read-report-file.ts'

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
    reports.push(await readNamed(path))
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

async function readNamed(path: string): Promise<RunReport | RunReports> {
  try {
    return await readReportFile(path)
  } catch (thrown) {
    const { code, message, hint, cause } = toHarnessError(thrown)
    throw new HarnessError(code, `${quoteText(path)}: ${message}`, { cause, ...(hint === undefined ? {} : { hint }) })
  }
}
