import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeDocuments } from '../../../src/cli/write-documents.ts'
import { parseRunReports } from '../../../src/report/parse.ts'
import { combineRunReports } from '../../../src/report/run-reports.ts'
import { mixedReport, passedReport } from '../reporters/sample-report.ts'

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'everyarch-documents-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function readReport(path: string) {
  return parseRunReports(JSON.parse(readFileSync(path, 'utf8')))
}

describe('documents', () => {
  it('go to files, whose folders are made, and to standard output', async () => {
    const cwd = createFolder()
    const printed: string[] = []
    const written = await writeDocuments(mixedReport, {
      reporters: [
        { name: 'json', file: 'a/b/report.json' },
        { name: 'markdown', file: 'report.md' },
        { name: 'github' },
      ],
      cwd,
      print: (text) => printed.push(text),
    })
    expect(written).toEqual(mixedReport)
    expect(readReport(join(cwd, 'a/b/report.json'))).toEqual(mixedReport)
    expect(readFileSync(join(cwd, 'report.md'), 'utf8')).toMatch(/^### ❌ failed/)
    expect(printed.join('')).toMatch(/^::error title=run\/health-unexpected/)
  })

  it('that cannot be written stop no other, and are told in the report', async () => {
    const cwd = createFolder()
    writeFileSync(join(cwd, 'file'), '')
    const written = await writeDocuments(passedReport, {
      reporters: [
        { name: 'json', file: 'report.json' },
        { name: 'markdown', file: 'file/report.md' },
        { name: 'github', file: 'github.txt' },
      ],
      cwd,
      print: () => undefined,
    })
    expect(written).toMatchObject({ verdict: 'passed', exitCode: 3 })
    expect(written.errors).toMatchObject([
      { code: 'reporter-failed', message: 'the markdown reporter could not write to file/report.md' },
    ])
    expect(readReport(join(cwd, 'report.json'))).toEqual(written)
    expect(readFileSync(join(cwd, 'github.txt'), 'utf8')).toBe('')
  })

  it('of an image that is proven wrong stay a failure when they cannot be written', async () => {
    const cwd = createFolder()
    const reporters = [{ name: 'json', file: '.' }] as const
    const written = await writeDocuments(mixedReport, { reporters, cwd, print: () => undefined })
    expect(written.exitCode).toBe(1)
    expect(written.errors.at(-1)?.code).toBe('reporter-failed')
  })

  it('of several images hold what went wrong with them', async () => {
    const several = combineRunReports(passedReport.tool, 'verify', [passedReport, passedReport])
    const reporters = [{ name: 'markdown', file: '.' }] as const
    const written = await writeDocuments(several, { reporters, cwd: createFolder(), print: () => undefined })
    expect(written).toMatchObject({ verdict: 'passed', exitCode: 3 })
  })

  it("for GitHub are added to the step's summary", async () => {
    const cwd = createFolder()
    const stepSummaryFile = join(cwd, 'summary.md')
    writeFileSync(stepSummaryFile, 'before\n')
    await writeDocuments(passedReport, {
      reporters: [{ name: 'github' }],
      cwd,
      print: () => undefined,
      stepSummaryFile,
    })
    expect(readFileSync(stepSummaryFile, 'utf8')).toMatch(/^before\n### ✅ passed/)
  })
})
