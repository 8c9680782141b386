import { renderManyReports } from '../../reporters/many-images-text.ts'
import type { RunReport } from '../report/report.ts'
import { isRunReports, type RunReports } from '../report/run-reports.ts'
import { printReport, type ResultPrinterOptions } from './result-printer.ts'

/** Prints the images by platforms, and what is wrong with those that did not pass. */
export function printTogether(options: ResultPrinterOptions, report: RunReport | RunReports, elapsedMs: number): void {
  if (!isRunReports(report)) return printReport(options, report, elapsedMs)
  const { screen, quiet, isDataTaken } = options
  if (quiet && report.exitCode === 0) return
  const lines = renderManyReports(isDataTaken ? screen.errorStyle : screen.style, report)
  if (isDataTaken) screen.printAside(lines)
  else screen.printData(lines)
}
