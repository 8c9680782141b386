import { spawnSync } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect, it } from 'vitest'
import { removeStaleFolders } from '../../../src/verbs/clean-folders.ts'
import { temporaryFolder } from '../image/temporary-folder.ts'

it('folders whose process is gone are removed, and no others', async () => {
  const { pid: gone } = spawnSync(process.execPath, ['--version'])
  const folder = await temporaryFolder()
  const stale = `everyarch-${gone}-AbCd12`
  const kept = [`everyarch-${process.pid}-AbCd12`, `everyarch-${gone}`, `everyarch-test-AbCd12`, `other-${gone}-AbCd12`]
  for (const name of [stale, ...kept]) await mkdir(join(folder, name))
  await writeFile(join(folder, stale, 'run.sock'), '')
  await writeFile(join(folder, `everyarch-${gone}-FiLe12`), '')
  expect(await removeStaleFolders(folder)).toEqual([{ kind: 'folder', name: join(folder, stale) }])
  expect(await readdir(folder)).toEqual([...kept, `everyarch-${gone}-FiLe12`].toSorted())
  expect(await removeStaleFolders(join(folder, 'none'))).toEqual([])
})
