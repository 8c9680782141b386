import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runProcess } from '../../support/run-process.ts'

/** What the process says it took, in MiB, and what it read. */
async function readLargeLayer(files: number, mebibytes: number): Promise<{ readonly maxMebibytes: number }> {
  const script = join(import.meta.dirname, 'read-large-layer.ts')
  const result = await runProcess(process.execPath, [script, `${files}`, `${mebibytes}`], { timeoutMs: 150_000 })
  expect(result.exitCode, result.stderr).toBe(0)
  const told: unknown = JSON.parse(result.stdout)
  // The config of this image promises nothing, which is its one problem.
  expect(told).toMatchObject({
    entries: files + 507,
    scripts: files / 20,
    largeBytes: mebibytes * 1024 * 1024,
    problems: 1,
  })
  if (typeof told === 'object' && told !== null && 'maxMebibytes' in told && typeof told.maxMebibytes === 'number') {
    return { maxMebibytes: told.maxMebibytes }
  }
  throw new Error(result.stdout)
}

it('a layer of 200,000 files and a gigabyte is read in less than 300 MiB', { timeout: 160_000 }, async () => {
  expect((await readLargeLayer(200_000, 1024)).maxMebibytes).toBeLessThan(300)
})

it('a layer takes no more memory for being larger', { timeout: 160_000 }, async () => {
  const small = await readLargeLayer(1000, 128)
  const large = await readLargeLayer(1000, 1024)
  expect(large.maxMebibytes).toBeLessThan(small.maxMebibytes + 60)
})
