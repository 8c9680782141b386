import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { expect, it, onTestFinished } from 'vitest'
import { nameBuiltImage } from '../../../src/build/engine-name.ts'
import { docker } from '../../support/engine.ts'
import { runEveryarch } from '../../support/everyarch.ts'
import { runProcess } from '../../support/run-process.ts'

/** An image of nothing, under this name. */
async function makeImage(name: string, comment: string): Promise<void> {
  const emptyTar = '\0'.repeat(1024)
  const { exitCode, stderr } = await runProcess('docker', ['import', '--message', comment, '-', name], {
    input: emptyTar,
  })
  expect(exitCode, stderr).toBe(0)
}

it('clean removes what a build that was killed left in the store, and nothing of one that goes on', async () => {
  const { pid: gone } = spawnSync(process.execPath, ['--version'])
  const own = nameBuiltImage(70_01)
  const left = nameBuiltImage(70_02).replace(`:${process.pid}-`, `:${gone}-`)
  const other = `everyarch-build:kept-${process.pid}`
  const names = [own, left, other]
  onTestFinished(async () => void (await docker('image', 'rm', '--force', ...names)))
  for (const name of names) await makeImage(name, name)
  const { exitCode, stdout, stderr } = await runEveryarch(['clean'])
  expect(exitCode, stderr).toBe(0)
  expect(stdout).toContain(left)
  const listed = (await docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', 'everyarch-build')).stdout
  const there = listed.trim().split('\n')
  expect(there).toEqual(expect.arrayContaining([own, other]))
  expect(there).not.toContain(left)
})
