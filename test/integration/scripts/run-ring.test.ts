import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RingResult } from '../../../scripts/ring-result.ts'
import { runRing } from '../../../scripts/run-ring.ts'

const config = `export default { test: { projects: [{ test: { name: 'ring', include: ['*.test.ts'] } }] } }\n`

/** Runs a ring of the given test files in a project of its own. */
async function runFiles(files: Readonly<Record<string, string>>, deadlineMs = 30_000): Promise<RingResult> {
  await using root = await mkdtempDisposable(join(tmpdir(), 'everyarch-ring-test-'))
  await mkdir(join(root.path, 'node_modules'))
  for (const [name, text] of Object.entries({ 'vitest.config.ts': config, 'package.json': '{}', ...files })) {
    const head = name.endsWith('.test.ts') ? "import { beforeAll, describe, expect, it } from 'vitest'\n" : ''
    await writeFile(join(root.path, name), head + text)
  }
  return await runRing({ name: 'ring', root: root.path, deadlineMs, output: 'ignore' })
}

describe('a ring', () => {
  it('counts test cases, and tells each failed and skipped one', async () => {
    const result = await runFiles({
      'a.test.ts': `
        it('adds', () => expect(1 + 1).toBe(2))
        it.each([1, 2])('is positive: %i', (n) => expect(n).toBeGreaterThan(0))
        describe('a group', () => it('subtracts', () => expect(1 - 1).toBe(1)))
        it('needs more', (context) => context.skip('no engine'))`,
    })
    expect(result.passed).toBe(3)
    expect(result.failures).toEqual([
      { title: 'a.test.ts > a group > subtracts', reason: 'expected +0 to be 1 // Object.is equality' },
    ])
    expect(result.skipped).toEqual([{ title: 'a.test.ts > needs more', reason: 'no engine' }])
  })

  it('fails for a file that does not load', async () => {
    const result = await runFiles({ 'a.test.ts': `it('a', () => {})`, 'b.test.ts': `throw new Error('broken file')` })
    expect(result).toMatchObject({ passed: 1, failures: [{ title: 'b.test.ts', reason: 'broken file' }] })
  })

  it('fails for a hook that throws', async () => {
    const result = await runFiles({
      'a.test.ts': `describe('group', () => { beforeAll(() => { throw new Error('no server') }); it('a', () => {}) })`,
    })
    expect(result.failures).toEqual([{ title: 'a.test.ts > group', reason: 'no server' }])
    expect(result.skipped).toEqual([{ title: 'a.test.ts > group > a', reason: 'what it needs failed before it' }])
  })

  it('fails for an error that no test caught', async () => {
    const result = await runFiles({ 'a.test.ts': `it('a', () => { void Promise.reject(new Error('lost')) })` })
    expect(result).toMatchObject({ passed: 1, failures: [{ title: 'an unhandled error', reason: 'lost' }] })
  })

  it('fails when no test ran', async () => {
    expect((await runFiles({})).failures).toEqual([{ title: 'the ring', reason: 'ran no test' }])
  })

  it('fails when vitest could not start', async () => {
    const result = await runFiles({ 'vitest.config.ts': `throw new Error('no configuration')` })
    expect(result.failures).toEqual([{ title: 'vitest', reason: 'ended with exit code 1 before it could report' }])
  })

  it('fails when a worker ends under its tests', async () => {
    const result = await runFiles({ 'a.test.ts': `it('a', () => process.kill(process.pid, 'SIGKILL'))` })
    expect(result.passed).toBe(0)
    expect(result.failures).not.toHaveLength(0)
  })

  it('is ended at its deadline', async () => {
    const result = await runFiles({ 'a.test.ts': `it('a', () => new Promise(() => {}), 600_000)` }, 2_000)
    expect(result.failures).toEqual([{ title: 'vitest', reason: 'ended with signal SIGKILL before it could report' }])
  })
})
