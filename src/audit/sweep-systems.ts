import { splitPath } from '../image/layer-path.ts'
import type { FileEntry, RootFs } from '../image/rootfs.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import { isExecutable, readCode } from './rootfs-code.ts'
import { pathEvidence, showPaths } from './rootfs-paths.ts'
import type { SearchDirectories } from './rootfs-search.ts'

/** Packages that name the system they are for, and one that is for macOS alone. */
const meant = /darwin|macos|osx|apple|win32|win-|windows|\/prebuilds\/|\/node_modules\/fsevents\//i

/**
 * Programs of macOS and Windows where Linux would start or load them: on the PATH, or as an addon of Node.js. Images
 * carry many elsewhere, and none of them hurts.
 */
export function auditOtherSystems(rootfs: RootFs, search: SearchDirectories, platform: Platform): readonly Finding[] {
  const found = new Map<string, string[]>()
  for (const entry of readCode(rootfs).otherSystems) {
    const system = systemOf(entry)
    if (system === undefined || meant.test(entry.path)) continue
    const { directory, name } = splitPath(entry.path)
    if (!name.endsWith('.node') && !(search.programs.has(directory) && isExecutable(entry))) continue
    found.set(system, [...(found.get(system) ?? []), entry.path])
  }
  const name = formatPlatform(platform)
  return [...found].map(([system, paths]) => {
    const subject = paths.length === 1 ? `${showPaths(paths)} is` : `${paths.length} files are`
    const list = paths.length === 1 ? '' : `: ${showPaths(paths)}`
    return createFinding('rootfs/foreign-binary', `${subject} for ${system}, the platform is ${name}${list}`, {
      severity: 'warning',
      evidence: { ...pathEvidence(paths), platform: name },
      hint: 'it was copied from the machine of a developer: list node_modules and build outputs in .dockerignore',
    })
  })
}

function systemOf({ content }: FileEntry): string | undefined {
  if (content?.kind === 'macho') return 'macOS'
  return content?.kind === 'pe' && content.architecture !== 'any' ? 'Windows' : undefined
}
