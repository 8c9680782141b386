import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { makeFolder } from '../../../src/verbs/make-folder.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'everyarch-folder-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

it('makes a folder and those above it, and takes one that is there', async () => {
  const path = join(temporaryFolder(), 'a', 'b', 'c')
  await makeFolder(path)
  await makeFolder(path)
  expect(statSync(path).isDirectory()).toBe(true)
})

it('makes one folder for two who want it at once', async () => {
  const path = join(temporaryFolder(), 'a', 'b')
  await Promise.all([makeFolder(path), makeFolder(path)])
  expect(statSync(path).isDirectory()).toBe(true)
})

it('says that a file is no folder, and has none in it', async () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(makeFolder(join(file, 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' })
})

it('comes to an end where a folder takes no others', async () => {
  await expect(makeFolder('/proc/everyarch/a')).rejects.toThrow(/everyarch|proc/)
})
