import type { HarnessError } from '../errors.ts'
import type { ImageView } from '../image/view.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { listRunFlags } from '../config/run-flags.ts'
import type { BenchReport } from '../report/benchmark-report.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { Finding } from '../report/finding.ts'
import type { ErrorReport, PlatformReport, RunReport } from '../report/report.ts'
import { exitCodeOf, runVerdict, worstExitCode } from '../report/verdict.ts'
import { toolInfo } from './context.ts'

export interface ReportParts {
  readonly command: string
  readonly createdAt: Date
  readonly view: ImageView
  readonly config: ResolvedConfig
  readonly findings: readonly Finding[]
  readonly platforms: readonly PlatformReport[]
  readonly errors: readonly (HarnessError | ErrorReport)[]
  readonly interrupted: boolean
  readonly bench?: BenchReport | undefined
}

/** The report of one image, its verdict and exit code decided. */
export function createReport(parts: ReportParts): RunReport {
  const { view, config, findings, platforms } = parts
  const errors = parts.errors.map((error) => (error instanceof Error ? toErrorReport(error) : error))
  const verdicts = platforms.map(({ verdict }) => verdict)
  const verdict = runVerdict(verdicts, findings, { strict: config.strict })
  const flags = listRunFlags(config, config.suites)
  return {
    schemaVersion: 1,
    tool: toolInfo(),
    command: parts.command,
    createdAt: parts.createdAt.toISOString(),
    image: { reference: view.source.name, digest: view.root.digest, mediaType: view.root.mediaType },
    verdict,
    exitCode: exitCodeOf({ verdict, errors, interrupted: parts.interrupted, inconclusive: config.inconclusive }),
    ...(config.strict ? { strict: true } : {}),
    ...(flags.length === 0 ? {} : { flags }),
    findings,
    attestations: view.attestations.length,
    ...(parts.bench === undefined ? {} : { bench: parts.bench }),
    platforms,
    errors,
  }
}

/** The report with findings of the index as a whole that came up after it was made. */
export function addFindings(report: RunReport, findings: readonly Finding[], config: ResolvedConfig): RunReport {
  const all = [...report.findings, ...findings]
  const verdicts = report.platforms.map((platform) => platform.verdict)
  const verdict = runVerdict(verdicts, all, { strict: config.strict })
  const exitCode = exitCodeOf({ verdict, errors: report.errors, inconclusive: config.inconclusive })
  return { ...report, findings: all, verdict, exitCode: worstExitCode([report.exitCode, exitCode]) }
}
