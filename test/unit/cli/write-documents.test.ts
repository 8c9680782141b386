import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { renderOwn } from '../../../src/cli/own-reporter.ts'
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

describe("a reporter of one's own", () => {
  const write = async (source: string, name = 'mine.ts') => {
    const cwd = createFolder()
    writeFileSync(join(cwd, name), source)
    const written = await writeDocuments(mixedReport, {
      reporters: [
        { name: 'own', module: `./${name}`, file: 'mine.txt' },
        { name: 'json', file: 'report.json' },
      ],
      cwd,
      print: () => undefined,
    })
    expect(readReport(join(cwd, 'report.json'))).toEqual(written)
    return { cwd, written }
  }

  it('writes what its function returns, at once or later', async () => {
    const { cwd, written } = await write(
      'export default async (report: { verdict: string; platforms: unknown[] }): Promise<string> => `${report.verdict} ${report.platforms.length}\\n`',
    )
    expect(readFileSync(join(cwd, 'mine.txt'), 'utf8')).toBe('failed 5\n')
    expect(written).toEqual(mixedReport)
  })

  it('changes nothing of the report', async () => {
    const { written } = await write('export default (report) => { report.platforms.length = 0; return "" }', 'mine.mjs')
    expect(written).toEqual(mixedReport)
  })

  it.each([
    ['export default () => { throw new Error("no luck") }', 'the reporter "./mine.ts" threw'],
    ['export default () => 12', 'the reporter "./mine.ts" returned number, and no text'],
    ['export default 12', 'the reporter "./mine.ts" exports no function by default'],
    ['export default (', 'the reporter "./mine.ts" cannot be loaded'],
  ])('that is %s stops no other', async (source, message) => {
    const { written } = await write(source)
    expect(written.exitCode).toBe(1)
    expect(written.errors.at(-1)).toMatchObject({ code: 'reporter-failed', message })
  })

  it('that does not end is left', async () => {
    const folder = createFolder()
    const path = join(folder, 'mine.mjs')
    writeFileSync(path, 'export default () => new Promise(() => {})')
    await expect(renderOwn(mixedReport, { path, name: './mine.mjs', timeoutMs: 10 })).rejects.toThrow('did not end')
  })
})
