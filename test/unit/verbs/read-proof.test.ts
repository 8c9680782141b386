import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mergeRunReports } from '../../../src/report/merge.ts'
import { readProof, type SavedProof } from '../../../src/verbs/read-proof.ts'
import { resolveIn } from '../config/config-folder.ts'
import { native, ran, shard, skipped } from '../report/shards.ts'
import { temporaryFolder } from '../image/temporary-folder.ts'

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()
const amd64 = (hours: number) =>
  shard([ran('linux/amd64', native), skipped('linux/arm64')], { createdAt: hoursAgo(hours) })
const arm64 = (hours: number) =>
  shard([skipped('linux/amd64'), ran('linux/arm64', native)], { createdAt: hoursAgo(hours) })

async function read(saved: unknown, maxAge?: string): Promise<SavedProof> {
  const path = join(await temporaryFolder(), 'report.json')
  await writeFile(path, JSON.stringify(saved))
  const age = maxAge === undefined ? [] : ['--max-age', maxAge]
  const config = await resolveIn({ argv: ['publish', path, '--tag', 'example.com/app:1', ...age] })
  return readProof(config, new AbortController().signal)
}

describe('a saved report', () => {
  it('proves something for 24 hours, or as long as was said', async () => {
    await expect(read(amd64(23))).resolves.toMatchObject({ reference: 'example.com/app:1' })
    await expect(read(amd64(25))).rejects.toThrow(/is 25 h old, and may be 24 h/)
    await expect(read(amd64(2), '1h')).rejects.toThrow(/is 2 h old, and may be 60 min/)
    await expect(read(amd64(6 * 24), '7d')).resolves.toMatchObject({ reference: 'example.com/app:1' })
    await expect(read(amd64(8 * 24), '7d')).rejects.toThrow(/is 8 days old, and may be 7 days/)
    await expect(read(amd64(1), '366d')).rejects.toThrow(/an age is at most 365d/)
    await expect(read(amd64(-1))).rejects.toThrow(/is of the future/)
  })

  it('is as old as the oldest that was merged into it', async () => {
    for (const shards of [
      [amd64(30), arm64(1)],
      [arm64(1), amd64(30)],
    ]) {
      const merged = mergeRunReports(shards)
      await expect(read(merged)).rejects.toThrow(/is 30 h old, and may be 24 h/)
      await expect(read(mergeRunReports([merged, arm64(0)]))).rejects.toThrow(/is 30 h old/)
    }
    await expect(read(mergeRunReports([amd64(2), arm64(1)]))).resolves.toMatchObject({ report: { verdict: 'passed' } })
  })
})
