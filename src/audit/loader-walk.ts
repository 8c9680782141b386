import { posix } from 'node:path'
import type { FileEntry, RootFs } from '../image/rootfs.ts'
import type { Platform } from '../oci/platform.ts'
import type { ChainProgram } from './entrypoint-chain.ts'
import type { LoaderDirectories } from './loader-directories.ts'
import { searchDirectories, type Needing, type SearchOptions } from './loader-search.ts'
import { relateCode, type CodeFile } from './rootfs-code.ts'

/** A library a program needs, and where the search for it ended. */
export interface NeededLibrary {
  readonly name: string
  readonly neededBy: string
}

/** What a loader finds when it starts a program. */
export interface LibraryWalk {
  readonly loaded: readonly CodeFile[]
  /** Found, and none that this loader can load: of another architecture, or with other rules for floating point. */
  readonly unusable: readonly (NeededLibrary & { readonly file: CodeFile })[]
  /** Found nowhere. What an image mounts or installs later may be among them. */
  readonly missing: readonly NeededLibrary[]
}

export interface LibraryWalkOptions {
  readonly rootfs: RootFs
  readonly platform: Platform
  readonly program: ChainProgram
  readonly directories: LoaderDirectories
  readonly variables: ReadonlyMap<string, string>
  readonly workingDir: string
}

/** Programs in use load a few hundred. */
const maxLibraries = 1000
const maxLookups = 50_000

/** Follows the libraries a dynamic program needs as its loader does; a static one needs none. */
export function walkLibraries(options: LibraryWalkOptions): LibraryWalk {
  const { rootfs, platform, program, directories, variables, workingDir } = options
  const libc = program.loader === undefined ? undefined : libcOf(program.loader.path)
  const nothing = { loaded: [], unusable: [], missing: [] }
  if (program.loader === undefined || libc === undefined) return nothing
  const search: SearchOptions = { libc, directories, variables, workingDir }
  const walk = {
    loaded: new Array<CodeFile>(),
    unusable: new Array<LibraryWalk['unusable'][number]>(),
    missing: new Array<NeededLibrary>(),
  }
  const loaderFloat = floatAbiOf(program.loader)
  let lookups = 0

  const find = (file: Needing, name: string): Candidate | undefined => {
    const paths = name.includes('/')
      ? [posix.resolve(workingDir, name)]
      : searchDirectories(file, search).map((directory) => posix.join(directory, name))
    let unusable: Candidate | undefined
    for (const path of paths) {
      if (++lookups > maxLookups) return { path, kind: 'unknown' }
      const candidate = openLibrary(path)
      if (candidate?.kind !== 'unusable') {
        if (candidate !== undefined) return candidate
        continue
      }
      unusable ??= candidate
      // glibc goes on looking where the machine is another; musl takes the first file there is.
      if (libc === 'musl') break
    }
    return unusable
  }
  const openLibrary = (path: string): Candidate | undefined => {
    const found = rootfs.resolve(path)
    if (found.kind !== 'found' || found.entry.kind !== 'file') return undefined
    const { content } = found.entry
    if (content?.kind !== 'elf') return { path, kind: 'unknown' }
    const file = { entry: found.entry, facts: content.facts }
    const float = content.facts.arm?.floatAbi
    const agrees = loaderFloat === undefined || float === undefined || float === loaderFloat
    return { path, kind: relateCode(content.facts, platform) === 'native' && agrees ? 'usable' : 'unusable', file }
  }

  const queue: { readonly needing: Needing; readonly needed: readonly string[] }[] = [
    { needing: { ...program.facts, path: program.entry.path }, needed: program.facts.needed },
  ]
  const known = new Set([posix.basename(program.facts.interpreter ?? '')])
  for (let next = queue.shift(); next !== undefined && walk.loaded.length < maxLibraries; next = queue.shift()) {
    for (const name of next.needed) {
      if (known.has(name) || (libc === 'musl' && muslOwn.test(name))) continue
      known.add(name)
      const library = { name, neededBy: next.needing.path }
      const found = find(next.needing, name)
      if (found === undefined) walk.missing.push(library)
      if (found?.kind === 'unusable' && found.file !== undefined) walk.unusable.push({ ...library, file: found.file })
      if (found?.kind !== 'usable' || found.file === undefined) continue
      walk.loaded.push(found.file)
      const { facts } = found.file
      queue.push({ needing: { ...facts, path: found.path, neededBy: next.needing }, needed: facts.needed })
    }
  }
  return walk
}

interface Candidate {
  readonly path: string
  readonly kind: 'usable' | 'unusable' | 'unknown'
  readonly file?: CodeFile
}

/** What musl's loader is itself. */
const muslOwn = /^lib(?:c|pthread|rt|m|dl|util|xnet)\.(?:so|musl-)/

function libcOf(loader: string): 'glibc' | 'musl' | undefined {
  const name = posix.basename(loader)
  if (/^(?:ld-musl-|libc\.so$|libc\.musl-)/.test(name)) return 'musl'
  return /^ld(?:-linux|64|-2\.|\.so)/.test(name) ? 'glibc' : undefined
}

function floatAbiOf({ content }: FileEntry): 'hard' | 'soft' | undefined {
  return content?.kind === 'elf' ? content.facts.arm?.floatAbi : undefined
}
