import { expect, it } from 'vitest'
import { loop } from '../../support/acceptance/hangs.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import type { RunningProcess } from '../../support/run-process.ts'

const { reference, repository } = await loop(openDistributionRegistry())

async function startRun(...flags: readonly string[]): Promise<RunningProcess> {
  const run = startEveryarch(['verify', reference, '--http', '8080', '--timeout', '60s', ...flags])
  await run.waitForOutput(/linux\/arm64: starting/)
  await expect.poll(() => findLeftovers(run.pid), { timeout: 20_000 }).not.toEqual([])
  return run
}

async function killRun(): Promise<number> {
  await using run = await startRun()
  run.kill('SIGKILL')
  await run.finished
  return run.pid
}

it('removes what a killed run left, and says what it was', async () => {
  const killed = await killRun()
  const cleaned = await runEveryarch(['clean'])
  expect(cleaned).toMatchObject({ exitCode: 0, stderr: '' })
  expect(cleaned.stdout).toMatch(/^(?:container [0-9a-f]{12} of run .*\n)+(?:folder .*\n)*removed \d+ things\n$/)
  expect(await findLeftovers(killed)).toEqual([])
})

it('leaves alone what a run that goes on has', async () => {
  const killed = await killRun()
  await using living = await startRun('--remove-images')

  const cleaned = await runEveryarch(['clean', '--json'])
  expect(cleaned.exitCode).toBe(0)
  expect(parseStdout(cleaned)).toMatchObject({
    removed: expect.arrayContaining([expect.objectContaining({ kind: 'container' })]),
  })
  expect(await findLeftovers(killed)).toEqual([])
  expect(await findLeftovers(living.pid)).not.toEqual([])

  living.kill('SIGINT')
  expect((await living.finished).exitCode).toBe(130)
  expect(await findLeftovers(living.pid)).toEqual([])
  await removeImages(repository)
})
