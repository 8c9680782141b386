import { describe, expect, it } from 'vitest'
import { foldLayers } from './fold-layers.ts'
import { entry } from './tar-bytes.ts'

const symlink = (name: string, linkName: string) => entry({ name, type: '2', linkName })

const { rootfs } = foldLayers([
  entry({ name: 'usr/bin/dash', mode: 0o755 }, 'x'),
  symlink('bin', 'usr/bin'),
  symlink('usr/bin/sh', 'dash'),
  symlink('etc/alternatives/awk', '/usr/bin/mawk'),
  symlink('usr/bin/awk', '/etc/alternatives/awk'),
  entry({ name: 'usr/bin/mawk', mode: 0o755 }, 'x'),
  symlink('up', '../../../../usr'),
  symlink('usr/here', '.'),
  symlink('a', 'b'),
  symlink('b', 'a'),
  symlink('self', 'self/x'),
  symlink('dangling', 'usr/absent'),
  symlink('nowhere', ''),
  ...Array.from({ length: 45 }, (_, at) => symlink(`n${at}`, at === 0 ? 'usr/bin/dash' : `n${at - 1}`)),
])

const resolve = (path: string, from?: string): string => {
  const resolution = rootfs.resolve(path, from)
  return resolution.kind === 'found' ? resolution.entry.path : resolution.kind
}

describe('a path', () => {
  it.each([
    ['/usr/bin/dash', '/usr/bin/dash'],
    ['/bin/sh', '/usr/bin/dash'],
    ['//bin/./../bin/sh', '/usr/bin/dash'],
    ['/usr/bin/awk', '/usr/bin/mawk'],
    ['/', '/'],
    ['/../../bin', '/usr/bin'],
    ['/bin/..', '/usr'],
    ['/bin/', '/usr/bin'],
    ['/up/bin/dash', '/usr/bin/dash'],
    ['/usr/here/here/here/bin', '/usr/bin'],
    ['/absent', 'missing'],
    ['/absent/..', 'missing'],
    ['/dangling', 'missing'],
    ['/nowhere', 'missing'],
    ['', 'missing'],
    ['/usr/bin/dash/', 'not-a-directory'],
    ['/usr/bin/dash/x', 'not-a-directory'],
    ['/usr/bin/dash/..', 'not-a-directory'],
    ['/a', 'loop'],
    ['/self', 'loop'],
    ['/n39', '/usr/bin/dash'],
    ['/n40', 'loop'],
  ])('%s leads to %s', (path, expected) => {
    expect(resolve(path)).toBe(expected)
  })

  it.each([
    ['bin/sh', undefined, '/usr/bin/dash'],
    ['dash', '/usr/bin', '/usr/bin/dash'],
    ['../bin/sh', '/bin', '/usr/bin/dash'],
    ['../../../../usr', '/usr/bin', '/usr'],
    ['/bin/sh', '/absent', '/usr/bin/dash'],
    ['sh', '/absent', 'missing'],
    ['sh', '/usr/bin/dash', 'not-a-directory'],
  ])('%s from %s leads to %s', (path, from, expected) => {
    expect(resolve(path, from)).toBe(expected)
  })

  it('tells the way it went', () => {
    expect(rootfs.resolve('/bin/sh').walked).toEqual(['/bin/sh', '/usr/bin/sh', '/usr/bin/dash'])
    expect(rootfs.resolve('../bin/awk', '/usr/bin').walked).toEqual([
      '/usr/bin/awk',
      '/etc/alternatives/awk',
      '/usr/bin/mawk',
    ])
    expect(rootfs.resolve('/dangling').walked).toEqual(['/dangling', '/usr/absent'])
    expect(rootfs.resolve('/a').walked.slice(0, 3)).toEqual(['/a', '/b', '/a'])
  })
})

it('a folder is listed, through symlinks too, and anything else has nothing in it', () => {
  expect(rootfs.list('/bin').map(({ path }) => path)).toEqual([
    '/usr/bin/dash',
    '/usr/bin/sh',
    '/usr/bin/awk',
    '/usr/bin/mawk',
  ])
  expect(rootfs.list('/usr/bin/dash')).toEqual([])
  expect(rootfs.list('/absent')).toEqual([])
})
