import { chmod, link, mkdir, mkdtemp, open, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runProcess } from '../../support/run-process.ts'
import { type ReadEntry, readTar } from '../../unit/image/read-tar.ts'

const long = `${'folder/'.repeat(20)}${'n'.repeat(150)}`
const files = ['a', 'b/c', 'ümläut/ñ', long]

let folder: string

beforeAll(async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
  folder = join(temporary, 'tree')
  for (const [index, name] of files.entries()) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, `${name} `.repeat(index * 300))
  }
  await chmod(join(folder, 'a'), 0o4711)
  await link(join(folder, 'b/c'), join(folder, 'b/hard'))
  await symlink('../a', join(folder, 'b/soft'))
  await symlink(long, join(folder, 'far'))
  await writeSparse(join(folder, 'sparse'))
  return () => rm(temporary, { recursive: true, force: true })
})

describe.each([
  ['gnu', []],
  ['oldgnu', []],
  ['posix', []],
  ['gnu', ['--sparse']],
  ['posix', ['--sparse', '--sparse-version=0.0']],
  ['posix', ['--sparse', '--sparse-version=0.1']],
  ['posix', ['--sparse', '--sparse-version=1.0']],
])('an archive of GNU tar, format %s %j', (format, options) => {
  it('is read as GNU tar reads it', async () => {
    const archive = join(dirname(folder), 'archive.tar')
    await tar('-c', `--format=${format}`, ...options, '-C', folder, '-f', archive, '.')
    const { entries, fault } = readTar(await readFile(archive), 10_240)
    expect(fault).toBeUndefined()
    expect(entries.map(({ name }) => name)).toEqual(await tar('-t', '-f', archive))
    for (const entry of entries) await compare(entry)
    expect(entries.filter(({ kind }) => kind === 'file')).toHaveLength(files.length + 1)
    expect(entries.filter(({ kind }) => kind === 'hardlink')).toHaveLength(1)
  })
})

it.each(['v7', 'ustar'])('an archive of the old format %s is read as GNU tar reads it', async (format) => {
  const archive = join(dirname(folder), 'old.tar')
  await tar('-c', `--format=${format}`, '-C', folder, '-f', archive, 'a', 'b')
  const { entries, fault } = readTar(await readFile(archive))
  expect(fault).toBeUndefined()
  expect(entries.map(({ name }) => name)).toEqual(await tar('-t', '-f', archive))
  for (const entry of entries) await compare(entry)
})

async function compare({ kind, name, linkName, mode, content }: ReadEntry): Promise<void> {
  const path = join(folder, name)
  if (kind === 'file') expect(content?.equals(await readFile(path)), name).toBe(true)
  if (name === './a' || name === 'a') expect(mode).toBe(0o4711)
  if (name.endsWith('far')) expect(linkName).toBe(long)
  if (name.endsWith('soft')) expect(linkName).toBe('../a')
}

/** Its lines. */
async function tar(...args: readonly string[]): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await runProcess('tar', ['--quoting-style=literal', ...args], {
    env: { LC_ALL: 'C.UTF-8' },
  })
  expect(exitCode, stderr).toBe(0)
  return stdout.split('\n').filter((line) => line !== '')
}

/** Six pieces with holes between them, and one at the end: more than a header has room for. */
async function writeSparse(path: string): Promise<void> {
  const file = await open(path, 'w')
  for (let piece = 0; piece < 6; piece++) await file.write(`piece ${piece}`.repeat(700), piece * 300_000)
  await file.close()
  await truncate(path, 2_000_000)
}
