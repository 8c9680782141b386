import { posix } from 'node:path'
import type { RootFs } from '../image/rootfs.ts'
import { createPathGlob, maxGlobLength } from '../report/path-glob.ts'

/** More directories, or files that include files, are none that anyone wrote. */
const maxDirectories = 512
const maxIncludes = 8

/**
 * The directories `/etc/ld.so.conf` names, in its order. The loader itself reads a cache that was made of them; what
 * was installed since may be missing there.
 * https://man7.org/linux/man-pages/man8/ldconfig.8.html
 */
export function readGlibcDirectories(rootfs: RootFs): readonly string[] {
  const directories: string[] = []
  const readFile = (path: string, depth: number): void => {
    for (const line of readLines(rootfs, path)) {
      if (directories.length >= maxDirectories) return
      const [word = '', ...rest] = line.split(/\s+/)
      if (word === 'include' && depth < maxIncludes) {
        for (const pattern of rest)
          for (const included of findIncluded(rootfs, path, pattern)) readFile(included, depth + 1)
      } else if (word !== 'include' && word !== 'hwcap') {
        // A directory may be followed by an old-fashioned `=libc6`.
        directories.push(...line.split(/[\s:,]+/).flatMap((entry) => readDirectory(entry)))
      }
    }
  }
  readFile('/etc/ld.so.conf', 0)
  return directories
}

/** The directories of musl's loader, from its settings or as they are built in. */
export function readMuslDirectories(rootfs: RootFs): readonly string[] {
  const settings = rootfs.list('/etc').find(({ path }) => /^\/etc\/ld-musl-[^/]+\.path$/.test(path))
  if (settings === undefined) return ['/lib', '/usr/local/lib', '/usr/lib']
  return readLines(rootfs, settings.path)
    .flatMap((line) => line.split(':'))
    .flatMap(readDirectory)
}

function readDirectory(entry: string): readonly string[] {
  const [directory = ''] = entry.split('=')
  return directory.startsWith('/') ? [directory] : []
}

function findIncluded(rootfs: RootFs, from: string, pattern: string): readonly string[] {
  if (pattern === '' || pattern.length > maxGlobLength) return []
  const absolute = posix.resolve(posix.dirname(from), pattern)
  const matches = createPathGlob(absolute)
  return rootfs
    .list(posix.dirname(absolute))
    .map(({ path }) => path)
    .filter(matches)
    .toSorted()
    .slice(0, maxDirectories)
}

function readLines(rootfs: RootFs, path: string): readonly string[] {
  const file = rootfs.resolve(path)
  if (file.kind !== 'found' || file.entry.content?.kind !== 'database') return []
  return Buffer.from(file.entry.content.bytes)
    .toString('latin1')
    .split('\n', 10_000)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
}
