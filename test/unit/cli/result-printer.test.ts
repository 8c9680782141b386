import { expect, it } from 'vitest'
import { printReport } from '../../../src/cli/result-printer.ts'
import type { Screen } from '../../../src/cli/screen.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { passedReport, plain } from '../reporters/sample-report.ts'

function printedOf(report: RunReport): string | undefined {
  const printed: string[] = []
  const screen: Screen = {
    style: plain,
    errorStyle: plain,
    printData: (lines) => void printed.push(...lines),
    printAside: () => undefined,
    printErrors: () => undefined,
  }
  printReport({ screen, quiet: false, isDataTaken: false, now: () => 0 }, report, 2900)
  return printed.at(-1)
}

it('says how long a run took, and not how long saved reports took to read', () => {
  expect(printedOf(passedReport)).toMatch(/^passed: 3 of 3 platforms of \S+ in 2\.90 s: /)
  expect(printedOf({ ...passedReport, command: 'report' })).toMatch(/^passed: 3 of 3 platforms of \S+: /)
})
