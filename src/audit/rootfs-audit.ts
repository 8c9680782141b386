import type { RootFs } from '../image/rootfs.ts'
import type { ImageConfig } from '../oci/image-config.ts'
import { runsOn } from '../oci/platform-table.ts'
import type { Platform } from '../oci/platform.ts'
import type { Finding } from '../report/finding.ts'
import { listPaths } from '../report/waiver.ts'
import type { ChainProgram } from './entrypoint-chain.ts'
import { entrypointFinding, walkEntrypoint, type EntrypointWalk } from './entrypoint.ts'
import { readVariables } from './entrypoint-environment.ts'
import { readLoaderDirectories } from './loader-directories.ts'
import { floatFinding, libraryFindings } from './loader-findings.ts'
import { walkLibraries } from './loader-walk.ts'
import { isProgram, listCode, relateCode, type CodeFile } from './rootfs-code.ts'
import { auditEnvironment } from './rootfs-environment.ts'
import { findSearchDirectories } from './rootfs-search.ts'
import { foreignFindings, foreignRootFinding, isForeignRoot } from './sweep.ts'
import { sortCode } from './sweep-judge.ts'
import { auditOtherSystems } from './sweep-systems.ts'
import { auditArmVariant } from './variant-arm.ts'
import { auditX86Level, type X86Level } from './variant-x86.ts'

export interface RootFsAuditInput {
  /** Normalised. */
  readonly platform: Platform
  readonly config: ImageConfig
  /** All of it: what is missing there counts as missing. */
  readonly rootfs: RootFs
  /** Patterns of files that may be of any architecture. */
  readonly allow?: readonly string[]
  /** The highest x86-64 level that amd64 files may need. */
  readonly isaCeiling?: X86Level
}

/** What the files of a Linux image say: whether its command starts on the platform, and whether the rest is for it. */
export function auditRootFs({ platform, config, rootfs, allow = [], isaCeiling }: RootFsAuditInput): Finding[] {
  if (platform.os !== 'linux' || !runsOn(platform.os, platform.architecture)) return []
  const search = findSearchDirectories(rootfs, config.config, platform)
  const sorted = sortCode(listCode(rootfs), { platform, search, allow })
  const walk = walkEntrypoint(rootfs, config.config, platform)
  const fromEntrypoint = walk?.problem === undefined ? [] : [entrypointFinding(walk, walk.problem, platform)]
  const isForeignStart = walk?.problem?.architecture !== undefined
  if (isForeignRoot(sorted, platform, isForeignStart)) {
    return [foreignRootFinding(sorted.foreign, platform), ...(isForeignStart ? [] : fromEntrypoint)]
  }

  const fromLibraries = auditLibraries({ platform, config, rootfs }, walk)
  const told = new Set([...fromEntrypoint, ...fromLibraries].flatMap(listPaths))
  const programs = listPrograms(sorted.native, walk, platform)
  return [
    ...fromEntrypoint,
    ...fromLibraries,
    ...foreignFindings(
      sorted.foreign.filter(({ entry }) => !told.has(entry.path)),
      platform,
    ),
    ...auditOtherSystems(rootfs, search, platform),
    ...auditArmVariant(programs, platform, sorted.isData),
    ...auditX86Level(sorted.native, platform, isaCeiling, sorted.isData),
    ...auditEnvironment(rootfs, config.config, platform),
  ]
}

function auditLibraries(
  { platform, config, rootfs }: RootFsAuditInput,
  walk: EntrypointWalk | undefined,
): readonly Finding[] {
  const programs = new Map(
    (walk?.programs ?? []).map((program): [string, ChainProgram] => [program.entry.path, program]),
  )
  const directories = readLoaderDirectories(rootfs, platform)
  const variables = readVariables(config.config)
  const workingDir = config.config.workingDir ?? '/'
  const findings = [...programs.values()].flatMap((program) => {
    const libraries = walkLibraries({ rootfs, platform, program, directories, variables, workingDir })
    return [...libraryFindings(libraries, platform), ...floatFinding(program, platform)]
  })
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()]
}

/** What is a program by its header, and what the command leads to: a static one may look like a library. */
function listPrograms(
  native: readonly CodeFile[],
  walk: EntrypointWalk | undefined,
  platform: Platform,
): readonly CodeFile[] {
  const started = (walk?.programs ?? []).filter(({ facts }) => relateCode(facts, platform) === 'native')
  const files = [...native.filter(({ facts }) => isProgram(facts)), ...started]
  return [...new Map(files.map((file) => [file.entry.path, { entry: file.entry, facts: file.facts }])).values()]
}
