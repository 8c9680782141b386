import { expect, it } from 'vitest'
import type { ImageFile } from '../../../src/engine/image-file.ts'
import { readThroughLinks, type StructureFiles } from '../../../src/run/structure-files.ts'
import { judgeLicense } from '../../../src/run/structure-license.ts'

/** `text` of a file, `@path` of a link, and what ends in a slash is a folder. */
function image(content: Readonly<Record<string, string>>): StructureFiles {
  const files = Object.entries(content).map(([path, text]): readonly [string, ImageFile] => {
    const kind = path.endsWith('/') ? 'directory' : text.startsWith('@') ? 'symlink' : 'file'
    const sizes = { sizeBytes: text.length, storedBytes: text.length }
    const linkName = kind === 'symlink' ? text.slice(1) : ''
    return [
      path,
      { entry: { kind, name: path, linkName, mode: 0, uid: 0, gid: 0, ...sizes }, bytes: Buffer.from(text) },
    ]
  })
  const known = new Map(files)
  return {
    read: async (path) => known.get(path) ?? known.get(`${path}/`),
    readTree: async (path) => {
      const below = files.filter(([name]) => name.startsWith(`${path}/`))
      if (below.length === 0) return undefined
      const parent = path.slice(0, path.lastIndexOf('/') + 1)
      return below.map(([name, file]) => ({ ...file, entry: { ...file.entry, name: name.slice(parent.length) } }))
    },
  }
}

const good = {
  '/usr/share/doc/': '',
  '/usr/share/doc/apt/': '',
  '/usr/share/doc/apt/copyright': 'GPL',
  '/usr/share/doc/apt/examples/': '',
  '/usr/share/doc/bash/': '',
  '/usr/share/doc/bash/copyright': '@/usr/share/doc/apt/copyright',
  '/usr/share/doc/libgnutls30/': '',
  '/usr/share/doc/link': '@apt',
}
const packages = { debian: true, files: [] }

it('packages have a license each, which names none of those that are not wanted', async () => {
  expect(await judgeLicense(packages, image(good))).toEqual([])
  const bad = {
    ...good,
    '/usr/share/doc/agpl/': '',
    '/usr/share/doc/agpl/copyright': 'the Agpl',
    '/usr/share/doc/none/': '',
    '/usr/share/doc/relative/': '',
    '/usr/share/doc/relative/copyright': '@../apt/copyright',
  }
  expect(await judgeLicense(packages, image(bad))).toEqual([
    '/usr/share/doc/agpl/copyright contains AGPL',
    'there is no license /usr/share/doc/none/copyright',
    'there is no license /usr/share/doc/relative/copyright',
  ])
  expect(await judgeLicense(packages, image({ '/x': '' }))).toEqual(['there is no folder /usr/share/doc'])
})

it('files that are named are looked at too', async () => {
  const files = ['/a', '/b', '/c', '/d']
  expect(await judgeLicense({ debian: false, files }, image({ '/a': 'MIT', '/b': 'wtfpl', '/c/': '' }))).toEqual([
    '/b contains WTFPL',
    '/c is a folder',
    'there is no license /d',
  ])
})

it('links that lead in a circle end somewhere', async () => {
  await expect(readThroughLinks(image({ '/a': '@b', '/b': '@/a' }), '/a')).rejects.toThrow('40 symbolic links')
})
