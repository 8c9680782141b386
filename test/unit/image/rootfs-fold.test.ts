import { describe, expect, it } from 'vitest'
import { createRootFsFold } from '../../../src/image/rootfs-fold.ts'
import { foldLayers, packRecords } from './fold-layers.ts'
import { entry } from './tar-bytes.ts'

const file = (name: string, content = name) => entry({ name, mode: 0o755 }, content)
const folder = (name: string, mode = 0o755) => entry({ name: `${name}/`, type: '5', mode })
const symlink = (name: string, linkName: string) => entry({ name, type: '2', linkName })
const hardlink = (name: string, linkName: string) => entry({ name, type: '1', linkName })

describe('names', () => {
  it.each([
    ['usr/bin/env', '/usr/bin/env'],
    ['./usr/bin/env', '/usr/bin/env'],
    ['/usr/bin/env', '/usr/bin/env'],
    ['//usr//./bin/env', '/usr/bin/env'],
    ['usr/lib/../bin/env', '/usr/bin/env'],
    ['usr/..bin/...', '/usr/..bin/...'],
  ])('%s is %s', (name, path) => {
    expect([...foldLayers([file(name)]).rootfs.entries.keys()].at(-1)).toBe(path)
  })

  it('imply the folders they lie in, as engines make them', () => {
    const { paths, rootfs } = foldLayers([file('a/b/c')])
    expect(paths).toEqual(['/a/', '/a/b/', '/a/b/c'])
    expect(rootfs.entries.get('/a/b')).toMatchObject({ kind: 'directory', mode: 0o755, uid: 0 })
  })

  it('that come twice stand for the last one', () => {
    const { rootfs } = foldLayers([file('a', 'first'), file('a', 'the second'), folder('b', 0o700), folder('b', 0o711)])
    expect(rootfs.entries.get('/a')?.sizeBytes).toBe(10)
    expect(rootfs.entries.get('/b')?.mode).toBe(0o711)
  })

  it('of the root itself give it its mode', () => {
    expect(foldLayers([folder('.', 0o700)]).rootfs.entries.get('/')?.mode).toBe(0o700)
    expect(() => foldLayers([file('.')])).toThrow('in place of the root')
  })
})

describe('an upper layer', () => {
  it('replaces files, and keeps what is in folders', () => {
    const { rootfs, paths } = foldLayers(
      [file('etc/a'), file('etc/b')],
      [folder('etc', 0o700), file('etc/a', 'longer than it was')],
    )
    expect(paths).toEqual(['/etc/', '/etc/a', '/etc/b'])
    expect(rootfs.entries.get('/etc')?.mode).toBe(0o700)
    expect(rootfs.entries.get('/etc/a')?.sizeBytes).toBe(18)
  })

  it('puts a file in the place of a folder, and a folder in the place of a file or a symlink', () => {
    const lower = [file('a/in'), file('b'), file('d/in'), symlink('c', 'd')]
    expect(foldLayers(lower, [file('a'), file('b/in'), folder('c'), file('c/new')])).toMatchObject({
      faults: [{ message: 'it has files in "/b", which is no directory' }],
      paths: ['/a', '/b', '/c/', '/c/new', '/d/', '/d/in'],
    })
    expect(foldLayers(lower, [folder('b'), file('b/in')]).paths).toContain('/b/in')
  })

  it('hides what whiteouts name, with all that is in it', () => {
    const { paths } = foldLayers(
      [file('a/b/c'), file('a/d'), file('e')],
      [file('a/.wh.b'), file('.wh.e'), file('.wh.absent')],
    )
    expect(paths).toEqual(['/a/', '/a/d'])
  })

  it('hides all of a folder that is opaque, and keeps its own files in it, in whatever order they come', () => {
    const lower = [file('a/old'), file('a/deep/old')]
    const expected = ['/a/', '/a/new']
    expect(foldLayers(lower, [folder('a'), file('a/.wh..wh..opq'), file('a/new')]).paths).toEqual(expected)
    expect(foldLayers(lower, [folder('a'), file('a/new'), file('a/.wh..wh..opq')]).paths).toEqual(expected)
    expect(foldLayers(lower, [file('.wh..wh..opq'), file('new')]).paths).toEqual(['/new'])
  })

  it('hides with a whiteout what lies below, never what it brings itself', () => {
    expect(foldLayers([file('a/old')], [file('a/new'), file('.wh.a')]).paths).toEqual(['/a/', '/a/new'])
    expect(foldLayers([file('a')], [file('.wh.a')], [file('a', 'again')]).paths).toEqual(['/a'])
  })

  it('has no files of the store of early engines', () => {
    expect(foldLayers([file('.wh..wh.plnk/5.1'), file('.wh..wh.orph'), file('a')]).paths).toEqual(['/a'])
  })

  it.each(['.wh.', '.wh...', 'a/.wh..'])('with a whiteout of nothing (%s) is invalid', (name) => {
    expect(() => foldLayers([file(name)])).toThrow('its tar has')
  })

  it('writes through symlinks of folders, inside the root', () => {
    const lower = [
      file('usr/bin/env'),
      symlink('bin', 'usr/bin'),
      symlink('out', '../../usr'),
      symlink('abs', '/usr/bin'),
    ]
    const { paths, faults } = foldLayers(lower, [file('bin/a'), file('out/b'), file('abs/c'), file('bin/.wh.env')])
    expect(faults).toEqual([])
    expect(paths).toEqual(['/abs', '/bin', '/out', '/usr/', '/usr/b', '/usr/bin/', '/usr/bin/a', '/usr/bin/c'])
  })

  it('writes where a symlink comes to point, not where it did before', () => {
    const { paths } = foldLayers([
      folder('one'),
      folder('two'),
      symlink('to', 'one'),
      file('to/a'),
      symlink('to', 'two'),
      file('to/b'),
    ])
    expect(paths).toEqual(['/one/', '/one/a', '/to', '/two/', '/two/b'])
  })

  it('with files in a circle of symlinks is invalid', () => {
    const { faults } = foldLayers([symlink('a', 'b'), symlink('b', 'a'), file('a/in'), file('other')])
    expect(faults).toMatchObject([
      { code: 'rootfs/layer-invalid', message: 'it has files in "/a", which leads in a circle' },
    ])
  })
})

describe('a hardlink', () => {
  it('is the file it is linked to, of its own layer or of one below', () => {
    const { rootfs, faults } = foldLayers(
      [file('low', '#!/bin/sh\n')],
      [file('own', '#!/bin/own\n'), hardlink('l/a', 'own'), hardlink('l/b', './low')],
    )
    expect(faults).toEqual([])
    expect(rootfs.entries.get('/l/a')).toMatchObject({ path: '/l/a', kind: 'file', content: { shebang: '/bin/own' } })
    expect(rootfs.entries.get('/l/b')).toMatchObject({ path: '/l/b', kind: 'file', content: { shebang: '/bin/sh' } })
  })

  it('stays the file it was when that is replaced or hidden', () => {
    const { rootfs } = foldLayers([file('a', '#!one\n'), hardlink('b', 'a'), file('a', '#!two\n')], [file('.wh.a')])
    expect(rootfs.entries.get('/b')).toMatchObject({ content: { shebang: 'one' } })
    expect(rootfs.entries.has('/a')).toBe(false)
  })

  it('reaches its file through symlinks of folders, and may be one to a symlink', () => {
    const { rootfs, faults } = foldLayers([
      file('usr/bin/a'),
      symlink('bin', 'usr/bin'),
      hardlink('b', 'bin/a'),
      hardlink('c', 'bin'),
    ])
    expect(faults).toEqual([])
    expect(rootfs.entries.get('/b')).toMatchObject({ kind: 'file', sizeBytes: 9 })
    expect(rootfs.entries.get('/c')).toMatchObject({ kind: 'symlink', target: 'usr/bin' })
  })

  it.each([
    ['nothing', [hardlink('a', 'absent')], 'it links "/a" to "/absent", which is missing'],
    ['what comes later', [hardlink('a', 'b'), file('b')], 'it links "/a" to "/b", which is missing'],
    ['itself', [file('a'), hardlink('a', 'a')], 'it links "/a" to itself'],
    ['a folder', [folder('b'), hardlink('a', 'b')], 'it links "/a" to a directory'],
  ])('to %s is invalid', (_, parts, message) => {
    expect(foldLayers(parts)).toMatchObject({ faults: [{ code: 'rootfs/layer-invalid', message }] })
  })

  it('that leads out of the root is invalid', () => {
    expect(() => foldLayers([hardlink('a', '../../etc/passwd')])).toThrow('leads out of the root')
  })
})

it('a folder with very many files is listed', () => {
  const fold = createRootFsFold(1_000_000)
  const owner = { kind: 'file', mode: 0o644, uid: 0, gid: 0, sizeBytes: 0 } as const
  fold.add(packRecords(Array.from({ length: 130_000 }, (_, at) => ({ ...owner, path: `/d/${at}` }))))
  const rootfs = fold.finish()
  expect(rootfs.entries.size).toBe(130_002)
  expect(rootfs.list('/d')).toHaveLength(130_000)
})
