import { expect } from 'vitest'
import { listRunReports } from '../../../src/report/run-reports.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { Verdict } from '../../../src/report/report.ts'
import { findLeftovers } from '../engine.ts'
import { parseStdout, runEveryarch } from '../everyarch.ts'
import type { ImageRegistry } from '../image-registry.ts'
import type { AcceptanceRow } from './row.ts'

/** Makes a row's image, asks the command line about it, and expects the row's exit code, codes and verdicts. */
export async function checkRow(
  command: 'verify' | 'inspect',
  row: AcceptanceRow,
  registry: ImageRegistry,
): Promise<void> {
  const { reference } = await row.make(registry)
  const keep = command === 'verify' ? ['--remove-images'] : []
  const result = await runEveryarch([command, reference, '--json', ...keep, ...(row.flags ?? [])])
  const [report] = listRunReports(parseRunReport(parseStdout(result)))
  if (report === undefined) throw new Error('no report')
  const said = [...report.findings, ...report.platforms.flatMap(({ findings }) => findings)]
  const codes = said.map(({ code }) => code)
  const context = JSON.stringify({ said, errors: report.errors }, undefined, 1)

  expect(result.exitCode, context).toBe(row.exitCode)
  expect(report.exitCode).toBe(row.exitCode)
  expect(codes, context).toEqual(expect.arrayContaining([...(row.codes ?? [])]))
  for (const never of row.never ?? []) expect(codes, context).not.toContain(never)
  const verdicts: Record<string, Verdict | undefined> = Object.fromEntries(
    report.platforms.map(({ platform, verdict }) => [platform, verdict]),
  )
  expect(verdicts, context).toMatchObject(row.verdicts ?? {})
  if (row.attestations !== undefined) expect(report.attestations).toBe(row.attestations)
  if (row.exitCode === 0) expect(report.verdict).toBe('passed')
  if (command === 'verify') expect(await findLeftovers(result.pid)).toEqual([])
}
