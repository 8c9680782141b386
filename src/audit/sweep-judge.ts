import { splitPath } from '../image/layer-path.ts'
import type { Platform } from '../oci/platform.ts'
import { createPathGlob } from '../report/path-glob.ts'
import { isExecutable, isProgram, relateCode, type CodeFile } from './rootfs-code.ts'
import { namedArchitectures } from './rootfs-words.ts'
import type { SearchDirectories } from './rootfs-search.ts'
import { type Bundles, findBundles, isInNamedDirectory, isNamedFile } from './sweep-bundles.ts'
import { findDataRule } from './sweep-rules.ts'

/** How much it matters that a file's machine code is not the platform's. */
export type ForeignSeverity = 'error' | 'warning' | 'info'

/** A file whose machine code is not the platform's own, and no data. */
export interface ForeignFile extends CodeFile {
  readonly severity: ForeignSeverity
}

/** All machine code of a root, sorted by what it is to the platform. */
export interface SortedCode {
  readonly native: readonly CodeFile[]
  readonly foreign: readonly ForeignFile[]
  /** True for a file that is data where it lies, comes in several architectures, or that the user allows. */
  isData(file: CodeFile): boolean
}

export interface SortOptions {
  readonly platform: Platform
  readonly search: SearchDirectories
  /** Patterns of files the user lets be of any architecture. */
  readonly allow: readonly string[]
}

/** Tells the platform's own machine code from foreign code that matters; foreign data is in neither. */
export function sortCode(files: readonly CodeFile[], { platform, search, allow }: SortOptions): SortedCode {
  const allowed = allow.map(createPathGlob)
  let bundles: Bundles | undefined
  const isData = (file: CodeFile): boolean => {
    if (allowed.some((matches) => matches(file.entry.path)) || findDataRule(file) !== undefined) return true
    bundles ??= findBundles(files)
    return bundles.has(file)
  }
  const native = files.filter((file) => relateCode(file.facts, platform) === 'native')
  const others = files.filter((file) => relateCode(file.facts, platform) !== 'native' && !isData(file))
  const emulated = findEmulated(native)
  const foreign = others.map((file): ForeignFile => {
    if (relateCode(file.facts, platform) === 'narrow') return { ...file, severity: 'info' }
    return { ...file, severity: emulated.has(file.facts.architecture) ? 'warning' : judge(file, search) }
  })
  return { native, foreign, isData }
}

function judge(file: CodeFile, search: SearchDirectories): 'error' | 'warning' {
  const { directory, name } = splitPath(file.entry.path)
  if (search.programs.has(directory) && isExecutable(file.entry)) return 'error'
  if (search.libraries.has(directory) && file.facts.type === 'shared') return 'error'
  if (builtHere.test(file.entry.path)) return 'error'
  // Whoever looks there builds the name of its architecture into the path, and misses its own instead.
  const isChosenByName =
    isInNamedDirectory(file) || (isNamedFile(file) && !isProgram(file.facts) && !pythonTag.test(name))
  if (isChosenByName) return 'warning'
  return isExecutable(file.entry) || loadedByPath.test(file.entry.path) ? 'error' : 'warning'
}

/** What a compiler made for this very place, whatever it is called. */
const builtHere = /\/node_modules\/.*\/build\/(?:Release|Debug)\/[^/]*\.node$/

/** Python names every extension module for its architecture, and there is one of each. */
const pythonTag = /\.(?:cpython|pypy|graalpy)[\w-]*\.so$/

/** Where language runtimes look for machine code, with or without permission to execute. */
const loadedByPath =
  /\/(?:site-packages|dist-packages|lib-dynload)\/.*\.so$|\/node_modules\/.*\.node$|\/gems\/.*\/lib\/.*\.so$/

const emulatorName = /^(?:qemu-([a-z0-9_]+?)(?:-static)?|box(64|86)|FEX[A-Za-z]*)$/

/** Architectures whose programs the image brings an emulator for, to be started by it. */
function findEmulated(native: readonly CodeFile[]): ReadonlySet<string> {
  return new Set(
    native.flatMap(({ entry }) => {
      const match = emulatorName.exec(splitPath(entry.path).name)
      if (match === null) return []
      if (match[1] !== undefined) return [...namedArchitectures(match[1])]
      return match[2] === '86' ? ['386'] : match[2] === '64' ? ['amd64'] : ['amd64', '386']
    }),
  )
}
