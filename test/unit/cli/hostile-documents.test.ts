import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { renderBuildEnd } from '../../../reporters/build-text.ts'
import { renderError } from '../../../reporters/finding-text.ts'
import { renderLive } from '../../../reporters/live-lines.ts'
import { advanceLiveState, createLiveState } from '../../../reporters/live-state.ts'
import { renderProgress } from '../../../reporters/progress-lines.ts'
import { renderResult, renderSummary } from '../../../reporters/report-text.ts'
import { writeDocuments } from '../../../src/cli/write-documents.ts'
import type { BuildReport } from '../../../src/report/build-report.ts'
import type { RunEvent } from '../../../src/report/event.ts'
import { createFinding } from '../../../src/report/finding.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { reporterNames } from '../../../src/report/reporter.ts'
import { passedReport, plain, platformReport } from '../reporters/sample-report.ts'

const digest = `sha256:${'ab'.repeat(32)}` as const
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
    flags: ['--http', text],
    builds: [hostileBuild(text)],
    publish: {
      state: 'incomplete',
      tags: [
        { reference: text, state: 'kept', error: { code: 'publish-refused', message: text, hint: text, cause: text } },
        { reference: text, state: 'published' },
      ],
      sentBytes: 1,
      accepted: [text],
      reasons: [text],
    },
    errors: [{ code: 'internal', message: text, hint: text, cause: text }],
  }
}

function hostileBuild(text: string): BuildReport {
  return {
    context: text,
    builder: text,
    driver: text,
    staging: 'registry',
    durationMs: 1,
    images: [{ target: text, digest }],
    steps: [
      { platform: text, target: text, stage: text, instruction: text, status: 'failed', startedMs: 0, durationMs: 1 },
    ],
    warnings: [{ message: text, line: 1 }],
    failure: {
      platform: text,
      stage: text,
      instruction: text,
      file: text,
      line: 1,
      message: text,
      output: [text, text],
    },
  }
}

/** All that a terminal shows of a run, from the build to the last line. */
function watch(report: RunReport, text: string): string {
  const [build] = report.builds ?? []
  const step = { kind: 'build-step', platform: text, target: text, instruction: text, isInstruction: true } as const
  const events: readonly RunEvent[] = [
    { kind: 'build-start', context: text, builder: text, platforms: [text] },
    { ...step, stage: text, state: 'running', execution: 'emulated' },
    ...(build === undefined ? [] : [{ kind: 'build-end', report: build } as const]),
    { kind: 'audit-progress', reference: text, readLayers: 1, totalLayers: 2, readBytes: 1, totalBytes: 2 },
    { kind: 'image-resolved', reference: text, digest, platforms: [text], attestations: 0 },
    { kind: 'platform-state', platform: text, state: 'starting', detail: text },
    { kind: 'platform-state', platform: text, state: 'finding-the-cause', detail: text },
    ...report.platforms.map((platform) => ({ kind: 'platform-end', report: platform }) as const),
    { kind: 'notice', message: text },
  ]
  const lines: string[] = []
  let state = createLiveState(0)
  for (const event of events) {
    const line = renderProgress(plain, state, event, 1)
    state = advanceLiveState(state, event, 1)
    lines.push(...(line === undefined ? [] : [line]), ...renderLive(state, 1, plain, 24))
  }
  return [
    ...lines,
    ...(build === undefined ? [] : renderBuildEnd(plain, build)),
    ...renderResult(plain, report),
    ...report.errors.flatMap((error) => renderError(plain, error)),
    renderSummary(plain, report, 1),
  ].join('\n')
}

async function write(text: string): Promise<Readonly<Record<string, string>>> {
  const cwd = mkdtempSync(join(tmpdir(), 'everyarch-hostile-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const reporters = documents.map((name) => ({ name, file: name }))
  const written = await writeDocuments(createReport(text), { reporters, cwd, print: () => undefined })
  expect(written.errors.slice(1)).toEqual([])
  const shown = documents.map((name) => [name, readFileSync(join(cwd, name), 'utf8')] as const)
  return { ...Object.fromEntries(shown), terminal: watch(createReport(text), text) }
}

async function expectSafe(text: string): Promise<void> {
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
  expect(github.match(/^::/gm)).toHaveLength(4)
  expect(github).not.toMatch(/^::error::mine/m)
  expect(readme.match(/everyarch:end -->$/gm)).toHaveLength(1)
  for (const document of [markdown, readme]) {
    const words = document.replaceAll(/(?<!`)(`+)(?!`).*?[^`]\1(?!`)/g, 'code')
    expect(words).not.toMatch(/<(?!br>|!-- everyarch)|@team|(?<!\\)\]\(https/)
  }
}

/** A few of the texts' pieces put together, the same for each seed. */
function mix(seed: number): string {
  const pieces = Object.values(texts).flatMap((text) => text.slice(0, 400).match(/\S+\s*|\s+/g) ?? [])
  let state = seed
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648)
  return Array.from({ length: 12 }, () => pieces[(next() >> 8) % pieces.length] ?? '').join('')
}

describe('a report whose every text means harm', () => {
  it.each(Object.entries(texts))('is shown safely in every form: %s', (_, text) => expectSafe(text))

  it.each(Array.from({ length: 24 }, (_, seed) => seed + 1))('is shown safely in every form: mixture %i', (seed) =>
    expectSafe(mix(seed)),
  )

  it('is as long as it must be, and no longer', async () => {
    const { json = '', ...shown } = await write(texts.long)
    expect(json.length).toBeGreaterThan(1_000_000)
    for (const [name, document] of Object.entries(shown)) expect(document.length, name).toBeLessThan(150_000)
  })
})
