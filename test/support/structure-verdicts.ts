import type { RunReport } from '../../src/report/report.ts'

/** The tests of a file that passed and that failed, by the names of the original. */
export interface FileVerdict {
  readonly passed: readonly string[]
  readonly failed: readonly string[]
}

export type Verdicts = Readonly<Record<string, FileVerdict>>

/** What everyarch says of a platform: how many tests of each file passed, and which failed. */
export function readOurVerdicts(
  { platforms }: RunReport,
  platform: string,
): Readonly<Record<string, { readonly tests: number; readonly failed: readonly string[] }>> {
  const report = platforms.find((it) => it.platform === platform)
  const checks = report?.checks.filter(({ tests }) => tests !== undefined) ?? []
  return Object.fromEntries(
    checks.map(({ name, tests = 0 }) => {
      const own = report?.findings.filter(({ evidence }) => evidence['suite'] === name) ?? []
      const failed = own.flatMap(({ evidence: { test } }) => (typeof test === 'string' ? [test] : [])).toSorted()
      return [name.slice(name.lastIndexOf('/') + 1), { tests, failed }]
    }),
  )
}
