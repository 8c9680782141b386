import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBenchBaseline, type BenchBaseline } from '../../../src/verbs/bench-baseline.ts'

const unasked = (): never => {
  throw new Error('a saved report runs nothing')
}
const document = {
  schemaVersion: 1,
  tool: { name: 'everyarch', version: '1.0.0' },
  command: 'verify',
  createdAt: '2026-11-22T04:00:00Z',
  verdict: 'passed',
  exitCode: 0,
  findings: [],
  attestations: 0,
  platforms: [],
  errors: [],
}
const machine = { cores: 2, kernelVersion: '6.1', engineVersion: 'Docker 28' }

/** Opens a saved report with this text as the baseline. */
async function openText(text: string): Promise<BenchBaseline> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'bench-baseline-'))
  const baseline = join(folder.path, 'baseline.json')
  await writeFile(baseline, text)
  return await openBenchBaseline({
    config: { baseline },
    context: { signal: new AbortController().signal },
    image: 'app:1',
    targets: [],
    settings: { thresholds: [] },
    runOf: unasked,
    planBaseline: unasked,
  })
}

test.each([
  ['of another schema', JSON.stringify({ ...document, schemaVersion: 2 }), /schema/],
  ['that is something else', '{"name":"package"}', /schema/],
  ['that is empty', '', /empty/],
  ['that was cut off', JSON.stringify(document).slice(0, 60), /JSON/],
])('a saved baseline %s is refused, by its name', async (_, text, reason) => {
  const thrown: unknown = await openText(text).catch((error: unknown) => error)
  expect(thrown).toMatchObject({
    code: 'report-invalid',
    exitCode: 2,
    message: expect.stringMatching(/^".*baseline\.json": /),
  })
  expect(thrown).toMatchObject({ message: expect.stringMatching(reason) })
})

test('a saved baseline without benchmarks compares nothing, and says so', async () => {
  const { compare } = await openText(JSON.stringify(document))
  expect(compare(new Map(), machine)).toMatchObject({
    problem: expect.stringMatching(/baseline\.json holds no benchmarks: write it with everyarch bench/),
  })
})
