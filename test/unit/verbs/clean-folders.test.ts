import { spawnSync } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { readStartTicks, temporaryPrefix } from '../../../src/config/process-mark.ts'
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

it('a folder is stale whose process has left its number to another one', async () => {
  const folder = await temporaryFolder()
  const start = Number(readStartTicks('self'))
  const another = `everyarch-${process.pid}-${(start - 1).toString(36)}-AbCd12`
  const own = `${temporaryPrefix()}AbCd12`
  for (const name of [another, own]) await mkdir(join(folder, name))
  expect(await removeStaleFolders(folder)).toEqual([{ kind: 'folder', name: join(folder, another) }])
  expect(await readdir(folder)).toEqual([own])
})

it('a folder is not stale while somebody listens in it, whose process may not be seen from here', async () => {
  const { pid: gone } = spawnSync(process.execPath, ['--version'])
  const folder = await temporaryFolder()
  const name = `everyarch-${gone}-1a-AbCd12`
  await mkdir(join(folder, name))
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(join(folder, name, 'run.sock'), resolve))
  onTestFinished(() => void server.close())
  expect(await removeStaleFolders(folder)).toEqual([])
})
