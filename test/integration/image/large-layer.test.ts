import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runProcess } from '../../support/run-process.ts'
import { temporaryFolder } from '../../unit/image/temporary-folder.ts'
import { writeLargeLayer } from '../../support/large-layer.ts'

/** What a process that reads such a layer takes at most, in MiB. */
async function readLargeLayer(files: number, mebibytes: number): Promise<number> {
  const path = join(await temporaryFolder(), 'layer.tar.gz')
  await writeLargeLayer(path, files, mebibytes)
  const script = join(import.meta.dirname, 'read-large-layer.ts')
  const result = await runProcess(process.execPath, [script, path], { timeoutMs: 150_000 })
  expect(result.exitCode, result.stderr).toBe(0)
  const told: unknown = JSON.parse(result.stdout)
  const read = { entries: files + 507, scripts: files / 20, largeBytes: mebibytes * 1024 * 1024, isComplete: true }
  expect(told).toMatchObject(read)
  if (typeof told === 'object' && told !== null && 'maxMebibytes' in told) return Number(told.maxMebibytes)
  throw new Error(result.stdout)
}

it('a layer of 200,000 files and a gigabyte is read in less than 300 MiB', { timeout: 160_000 }, async () => {
  expect(await readLargeLayer(200_000, 1024)).toBeLessThan(300)
})

it('a layer takes no more memory for being larger', { timeout: 160_000 }, async () => {
  const small = await readLargeLayer(1000, 128)
  expect(await readLargeLayer(1000, 1024)).toBeLessThan(small + 60)
})
