import { buffer } from 'node:stream/consumers'
import { extract } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { createTar, type TarFile } from '../../../src/engine/tar.ts'

async function list(archive: Uint8Array): Promise<readonly (readonly [string, number | undefined, string])[]> {
  const reader = extract()
  reader.end(archive)
  const found: [string, number | undefined, string][] = []
  for await (const entry of reader) found.push([entry.header.name, entry.header.mode, (await buffer(entry)).toString()])
  return found
}

describe('an archive of files for a container', () => {
  const files: readonly TarFile[] = [
    { path: '/probe/uname', bytes: Buffer.from('program'), mode: 0o755 },
    { path: '/empty', bytes: Buffer.alloc(0), mode: 0o600 },
    { path: '/block', bytes: Buffer.alloc(512, 'b'), mode: 0o4755 },
  ]

  it('holds them with their modes', async () => {
    expect(await list(createTar(files))).toEqual([
      ['probe/uname', 0o755, 'program'],
      ['empty', 0o600, ''],
      ['block', 0o4755, 'b'.repeat(512)],
    ])
  })

  it('is the same each time', () => {
    expect(createTar(files)).toEqual(createTar(files))
  })

  it('refuses a path it has no room for', () => {
    expect(() => createTar([{ path: `/${'x'.repeat(101)}`, bytes: Buffer.alloc(0), mode: 0o644 }])).toThrow(RangeError)
  })
})
