import { posix } from 'node:path'
import { splitList } from './entrypoint-environment.ts'
import type { LoaderDirectories } from './loader-directories.ts'

/** A program or library that needs others. */
export interface Needing {
  /** As the loader opened it: `$ORIGIN` is its directory. */
  readonly path: string
  readonly rpath: readonly string[]
  readonly runpath: readonly string[]
  /** Who needs it in turn; the program itself has none. */
  readonly neededBy?: Needing
}

export interface SearchOptions {
  readonly libc: 'glibc' | 'musl'
  readonly directories: LoaderDirectories
  readonly variables: ReadonlyMap<string, string>
  readonly workingDir: string
}

/** Chains of libraries this long are none of any program's. */
const maxAncestors = 64

/**
 * The directories a loader looks in for what a file needs, in its order.
 * https://man7.org/linux/man-pages/man8/ld.so.8.html,
 * https://git.musl-libc.org/cgit/musl/tree/ldso/dynlink.c (`load_library`)
 */
export function searchDirectories(file: Needing, options: SearchOptions): readonly string[] {
  const { libc, directories, variables, workingDir } = options
  const fromEnvironment = splitList((variables.get('LD_LIBRARY_PATH') ?? '').replaceAll(';', ':'))
  const inherited = ancestors(file).flatMap((one) => {
    // glibc ignores RPATH beside RUNPATH; musl takes either for the other, and asks all who need the file.
    const own = libc === 'musl' ? [...one.runpath, ...one.rpath] : one.runpath.length > 0 ? [] : one.rpath
    return own.flatMap((directory) => expand(directory, one))
  })
  const own = file.runpath.flatMap((directory) => expand(directory, file))
  const all =
    libc === 'musl'
      ? [...fromEnvironment, ...inherited, ...directories.musl]
      : [...(file.runpath.length > 0 ? [] : inherited), ...fromEnvironment, ...own, ...directories.glibc]
  return [...new Set(all.map((directory) => posix.resolve(workingDir, directory)))]
}

function ancestors(file: Needing): readonly Needing[] {
  const all: Needing[] = []
  for (let one: Needing | undefined = file; one !== undefined && all.length < maxAncestors; one = one.neededBy)
    all.push(one)
  return all
}

/** A directory with the loader's own variables filled in; several where it depends on the machine. */
function expand(directory: string, { path }: Needing): readonly string[] {
  const placed = directory.replaceAll(/\$(?:ORIGIN|\{ORIGIN\})/g, () => posix.dirname(path))
  if (/\$(?:LIB|\{LIB\})/.test(placed)) {
    return ['lib', 'lib64'].map((name) => placed.replaceAll(/\$(?:LIB|\{LIB\})/g, name))
  }
  return placed === '' || placed.includes('$') ? [] : [placed]
}
