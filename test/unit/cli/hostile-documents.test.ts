import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeDocuments } from '../../../src/cli/write-documents.ts'
import { createFinding } from '../../../src/report/finding.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { reporterNames } from '../../../src/report/reporter.ts'
import { passedReport, platformReport } from '../reporters/sample-report.ts'

const documents = reporterNames.filter((name) => name !== 'terminal')

/** What moves a cursor, turns the reading direction, ends an element, begins a command or is longer than any line. */
const texts = {
  controls: '\u001b[2J\u001b]0;title\u0007\r\b\u0000\u009b31m\u2028',
  bidi: 'gnp.\u202egpj\u2066x\u2069\u200f',
  markup: `</script></style>--><img src=x onerror=alert(1)><script>alert(1)</script>]]>"'&amp;`,
  markdown: '`code` | cell | [link](https://evil.example) **bold** @team <!-- everyarch:end -->',
  commands: '\n::error::mine\n::set-output name=x::y%0A',
  emoji: '\u{1f469}\u200d\u{1f680}\u{1f1e9}\u{1f1ea}\u0301'.repeat(50),
  long: 'word '.repeat(210_000),
}

function createReport(text: string): RunReport {
  const finding = createFinding('run/crash', text, {
    hint: text,
    evidence: { log: [text, text], path: text, [text.slice(0, 900)]: text.slice(0, 9000) },
  })
  return {
    ...passedReport,
    verdict: 'failed',
    exitCode: 1,
    image: { reference: text },
    findings: [finding],
    platforms: [
      platformReport(text, {
        declared: text,
        uname: text,
        execution: {
          kind: 'emulated',
          emulator: { name: text, version: text },
          proof: text,
          engine: text,
          engineVersion: text,
        },
        health: { url: text, how: text, at: text, status: 200, readyMs: 1 },
        verdict: 'failed',
        findings: [finding],
        checks: [{ name: text, status: 'unverified', reason: text }],
        keptContainer: { id: text, state: 'ended', commands: [text] },
      }),
    ],
    errors: [{ code: 'internal', message: text, hint: text, cause: text }],
  }
}

async function write(text: string): Promise<Readonly<Record<string, string>>> {
  const cwd = mkdtempSync(join(tmpdir(), 'everyarch-hostile-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const reporters = documents.map((name) => ({ name, file: name }))
  const written = await writeDocuments(createReport(text), { reporters, cwd, print: () => undefined })
  expect(written.errors.slice(1)).toEqual([])
  return Object.fromEntries(documents.map((name) => [name, readFileSync(join(cwd, name), 'utf8')]))
}

describe('a report whose every text means harm', () => {
  it.each(Object.entries(texts))('is shown safely in every form: %s', async (_, text) => {
    const shown = await write(text)
    for (const [name, document] of Object.entries(shown)) {
      expect(document.replaceAll('\n', ''), name).not.toMatch(
        /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]/u,
      )
    }
    const { html = '', junit = '', github = '', readme = '', markdown = '' } = shown
    const body = html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script>(?!alert)[\s\S]*?<\/script>/, '')
    expect(body).not.toMatch(/<(script|img|style)\b/)
    expect(junit).not.toMatch(/<(script|img)\b|\]\]>/)
    expect(github.match(/^::/gm)).toHaveLength(3)
    expect(github).not.toMatch(/^::error::mine/m)
    expect(readme.match(/everyarch:end -->$/gm)).toHaveLength(1)
    for (const document of [markdown, readme]) {
      const words = document.replaceAll(/(?<!`)(`+)(?!`).*?[^`]\1(?!`)/g, 'code')
      expect(words).not.toMatch(/<(?!br>|!-- everyarch)|@team|(?<!\\)\]\(https/)
    }
  })

  it('is as long as it must be, and no longer', async () => {
    const { json = '', ...shown } = await write(texts.long)
    expect(json.length).toBeGreaterThan(1_000_000)
    for (const [name, document] of Object.entries(shown)) expect(document.length, name).toBeLessThan(150_000)
  })
})
