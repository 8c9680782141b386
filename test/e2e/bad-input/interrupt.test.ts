import { mkdtempDisposable, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loop } from '../../support/acceptance/hangs.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { startEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { readReport } from './problem.ts'

/** From the first moments of the process on, and from when the image is known until long after everything runs. */
const moments = [
  { momentMs: 50, after: 'its start' },
  { momentMs: 200, after: 'its start' },
  { momentMs: 400, after: 'its start' },
  { momentMs: 700, after: 'its start' },
  { momentMs: 0, after: 'the audit' },
  { momentMs: 150, after: 'the audit' },
  { momentMs: 500, after: 'the audit' },
  { momentMs: 1500, after: 'the audit' },
] as const

let image: PushedImage
beforeAll(async () => {
  image = await loop(openDistributionRegistry())
})
afterAll(() => removeImages(image.repository))

describe('Ctrl-C', () => {
  it.each(moments)('$momentMs ms after $after ends the run, and leaves nothing', async ({ momentMs, after }) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-interrupt-'))
    const flags = ['verify', image.reference, '--http', '8080', '--json']
    const env = { TMPDIR: folder.path, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') }
    await using running = startEveryarch(flags, { env })
    if (after === 'the audit') await running.waitForOutput(/2 platforms/)
    await sleep(momentMs)
    running.kill('SIGINT')
    const result = await running.finished
    // Before it is told how to end, the process just ends; a shell calls both 130.
    if (result.signal === undefined) {
      expect(result.exitCode, result.stderr).toBe(130)
      const report = readReport(result)
      expect(report).toMatchObject({ exitCode: 130, verdict: 'unverified', errors: [{ code: 'interrupted' }] })
    } else {
      expect(result).toMatchObject({ signal: 'SIGINT', stdout: '' })
    }
    expect(await findLeftovers(running.pid)).toEqual([])
    expect(await readdir(folder.path)).toEqual([])
  })
})
