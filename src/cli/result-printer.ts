import { renderResult, renderSummary } from '../../reporters/report-text.ts'
import type { RunReport } from '../report/report.ts'
import type { Reporter } from '../report/reporter.ts'
import type { Screen } from './screen.ts'

export interface ResultPrinterOptions {
  readonly screen: Screen
  /** Print only what went wrong. */
  readonly quiet: boolean
  /** True when standard output is for a document: then results go beside it. */
  readonly isDataTaken: boolean
  /** Monotonic, in milliseconds. */
  readonly now: () => number
}

/** Prints each image's result when it is there. */
export function openResultPrinter(options: ResultPrinterOptions): Reporter {
  const { now } = options
  let startedAtMs = now()
  return {
    onRunEnd: ({ report }) => {
      printReport(options, report, now() - startedAtMs)
      startedAtMs = now()
    },
  }
}

/** Table and findings, then errors, then the line that sums up; of a quiet run only what went wrong. */
export function printReport(
  { screen, quiet, isDataTaken }: ResultPrinterOptions,
  report: RunReport,
  elapsedMs: number,
): void {
  const style = isDataTaken ? screen.errorStyle : screen.style
  const print = isDataTaken ? screen.printAside : screen.printData
  const isSaid = !quiet || report.exitCode !== 0
  const result = isSaid ? renderResult(style, report, { quiet }) : []
  if (result.length > 0) print([...result, ''])
  screen.printErrors(report.errors)
  // Of what was never run, its error says all.
  if (!isSaid || report.verdict === null) return
  // How long saved reports took to read is nothing of theirs.
  print([renderSummary(style, report, report.command === 'report' ? undefined : elapsedMs)])
}
