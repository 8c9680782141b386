import { formatPlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import { describeCode, isExecutable, isProgram, relateCode, type CodeFile } from './rootfs-code.ts'
import { pathEvidence, showPath, showPaths } from './rootfs-paths.ts'
import { groupForeign } from './sweep-groups.ts'
import type { ForeignFile, SortedCode } from './sweep-judge.ts'

/**
 * True where an image has machine code that is run, and none of it is for the platform. Data and files that come in
 * several architectures prove nothing either way.
 *
 * @param isStarted the command starts some of it
 */
export function isForeignRoot(
  { native, foreign, isData }: SortedCode,
  platform: Platform,
  isStarted: boolean,
): boolean {
  if (foreign.length === 0 || native.some((file) => !isData(file))) return false
  if (isStarted) return true
  return foreign.some(
    ({ severity, entry, facts }) =>
      severity === 'error' || (relateCode(facts, platform) === 'narrow' && isExecutable(entry)),
  )
}

/** One finding for a whole root of another architecture. */
export function foreignRootFinding(files: readonly CodeFile[], platform: Platform): Finding {
  const name = formatPlatform(platform)
  const counts = countArchitectures(files)
  const architectures = [...counts.keys()].join(' and ')
  const programs = files.filter(({ entry, facts }) => isProgram(facts) && isExecutable(entry))
  const paths = [...new Set([...programs, ...files])].map(({ entry }) => entry.path)
  const message =
    files.length === 1
      ? `${showPaths(paths)}, the only machine code, is for ${architectures}, the platform is ${name}`
      : `all machine code is for ${architectures}, the platform is ${name}: ${showPaths(paths)}`
  return createFinding('rootfs/foreign-rootfs', message, {
    evidence: { ...pathEvidence(paths), architectures: Object.fromEntries(counts), platform: name },
    hint:
      'the usual causes: FROM --platform=$BUILDPLATFORM on the last stage, a base image pinned to the digest of one platform, ' +
      'or an image that was pushed under the wrong platform',
  })
}

/** One finding for each group of files whose machine code is not the platform's. */
export function foreignFindings(files: readonly ForeignFile[], platform: Platform): readonly Finding[] {
  const narrow = files.filter(({ severity }) => severity === 'info')
  return [
    ...groupForeign(files.filter(({ severity }) => severity === 'error')),
    ...groupForeign(files.filter(({ severity }) => severity === 'warning')),
    ...(narrow.length === 0 ? [] : [{ directory: '/', files: narrow }]),
  ].map(({ directory, files: members }) => foreignFinding(directory, members, platform))
}

function foreignFinding(directory: string, files: readonly ForeignFile[], platform: Platform): Finding {
  const name = formatPlatform(platform)
  const severity = files[0]?.severity ?? 'warning'
  const counts = countArchitectures(files)
  const architectures = [...counts.keys()].join(' and ')
  const paths = files.map(({ entry }) => entry.path)
  const where = directory === '/' ? '' : ` in ${showPath(directory)}`
  const subject = paths.length === 1 ? `${showPaths(paths)} is` : `${paths.length} files${where} are`
  const list = paths.length === 1 ? '' : `: ${showPaths(paths)}`
  return createFinding('rootfs/foreign-binary', `${subject} for ${architectures}, the platform is ${name}${list}`, {
    severity,
    evidence: { ...pathEvidence(paths), architectures: Object.fromEntries(counts), platform: name },
    hint: hints[severity](platform),
  })
}

const hints: Readonly<Record<ForeignFile['severity'], (platform: Platform) => string>> = {
  error: ({ architecture }) =>
    `it can be started or loaded, and fails then on ${architecture}: bring the one for ${architecture}, or allow it where it is meant to be there`,
  warning: ({ architecture }) => `nothing starts it by its name alone: bring the one for ${architecture} if it is used`,
  info: ({ architecture }) => `many hosts of ${architecture} run such code, not all`,
}

function countArchitectures(files: readonly CodeFile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { facts } of files) {
    const name = describeCode(facts)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}
