import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeProbe } from '../../../src/elf/probe.ts'
import { findEmulators } from '../../../src/emulation/emulator-file.ts'
import { buildElf } from '../elf/elf-build.ts'

let folder = ''
const find = (...wanted: string[]) => findEmulators({ wanted, searchPath: join(folder, 'bin'), cwd: folder })
const program = writeProbe({ os: 'linux', architecture: 'amd64' })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everyarch-test-'))
  await mkdir(join(folder, 'bin'))
  for (const name of ['bin/qemu-arm', 'bin/qemu-aarch64-static', 'bin/ls', 'sh']) {
    await writeFile(join(folder, name), program)
    await chmod(join(folder, name), 0o755)
  }
})

afterEach(() => rm(folder, { recursive: true }))

describe('an emulator', () => {
  test('is a file that says by its name what it executes', async () => {
    const [emulator] = await find('bin/qemu-aarch64-static')
    expect(emulator).toMatchObject({ name: 'qemu-aarch64', architectures: ['arm64'], hostArchitecture: 'amd64' })
    expect(await emulator?.bytes()).toEqual(Buffer.from(program))
  })

  test('is found by its name', async () => {
    expect(await find('qemu-arm')).toMatchObject([{ name: 'qemu-arm', path: join(folder, 'bin/qemu-arm') }])
  })

  test('may be one of several in a folder, where other programs do not matter', async () => {
    expect((await find('bin')).map(({ name }) => name)).toEqual(['qemu-aarch64', 'qemu-arm'])
  })
})

describe('no emulator', () => {
  test.each([
    ['qemu-s390x', 'neither here nor on PATH'],
    ['./qemu-s390x', 'not there'],
    ['sh', 'its name does not say which architecture it executes'],
  ])('is %s: %s', async (wanted, reason) => {
    await expect(find(wanted)).rejects.toThrow(reason)
  })

  test('is a folder without one', async () => {
    await mkdir(join(folder, 'empty'))
    await expect(find('empty')).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching('holds no'),
    })
  })

  test('is what needs libraries', async () => {
    await writeFile(
      join(folder, 'qemu-arm'),
      buildElf({
        segments: [{ type: 3, offset: 512, sizeBytes: 8 }],
        pieces: [{ at: 512, bytes: Buffer.from('/lib/ld\0') }],
      }),
    )
    await expect(find('./qemu-arm')).rejects.toThrow('it must be static')
  })

  test('is a script', async () => {
    await writeFile(join(folder, 'qemu-arm'), '#!/bin/sh\n')
    await expect(find('./qemu-arm')).rejects.toThrow('it is no ELF file')
  })
})
