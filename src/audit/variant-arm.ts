import { formatPlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import type { CodeFile } from './rootfs-code.ts'
import { pathEvidence, showPaths } from './rootfs-paths.ts'

/** What a CPU of each variant understands, and what `Tag_CPU_arch` calls newer ones; the profile for microcontrollers is data. */
const versions: ReadonlyMap<string, number> = new Map([
  ['pre-v4', 3],
  ['v4', 4],
  ['v4T', 4],
  ['v5', 5],
  ['v5T', 5],
  ['v5TE', 5],
  ['v5TEJ', 5],
  ['v6', 6],
  ['v6KZ', 6],
  ['v6T2', 6],
  ['v6K', 6],
  ['v7', 7],
  ['v8', 8],
  ['v8-R', 8],
  ['v9', 9],
])

/**
 * Whether the programs of a 32-bit ARM image keep to its variant. Libraries are not asked: they choose between versions
 * of a function when they run, and their attributes name the newest.
 *
 * @param programs of the platform's architecture
 * @param isData tells programs that are not run here
 */
export function auditArmVariant(
  programs: readonly CodeFile[],
  platform: Platform,
  isData: (file: CodeFile) => boolean,
): readonly Finding[] {
  const promised = Number(/^v([5-8])$/.exec(platform.variant ?? '')?.[1])
  if (platform.architecture !== 'arm' || Number.isNaN(promised)) return []
  const versionOf = ({ facts }: CodeFile): number | undefined => versions.get(facts.arm?.cpuArch ?? '')
  const tooNew = programs.filter((file) => (versionOf(file) ?? 0) > promised && !isData(file))
  // Nobody builds whole programs for ARMv8 in 32 bits; linked-in libraries that choose do name it.
  const certain = tooNew.filter((file) => versionOf(file) === 7 || versionOf(file) === 6)
  if (certain.length > 0) return [tooNewFinding(certain, platform, 'error')]
  if (tooNew.length > 0) return [tooNewFinding(tooNew, platform, 'warning')]
  return programs.length > 0 && programs.every((file) => versionOf(file) === undefined)
    ? [unverified(programs, platform)]
    : []
}

function tooNewFinding(files: readonly CodeFile[], platform: Platform, severity: 'error' | 'warning'): Finding {
  const name = formatPlatform(platform)
  const paths = files.map(({ entry }) => entry.path)
  const newest = files.reduce((best, file) => (order(file) > order(best) ? file : best))
  const needed = newest.facts.arm?.cpuArch ?? ''
  const subject = paths.length === 1 ? `${showPaths(paths)} needs` : `${paths.length} programs need up to`
  const list = paths.length === 1 ? '' : `: ${showPaths(paths)}`
  return createFinding('rootfs/variant-too-new', `${subject} ARM${needed}, ${name} promises less${list}`, {
    severity,
    evidence: { ...pathEvidence(paths), needed, platform: name },
    hint:
      severity === 'error'
        ? 'newer CPUs and emulators run it, older ones end it with SIGILL: build it for the variant (GOARM, -march), or label it by what it needs'
        : 'a library in it may choose when it runs: start it on the oldest CPU to be sure',
  })
}

function order({ facts }: CodeFile): number {
  return versions.get(facts.arm?.cpuArch ?? '') ?? 0
}

function unverified(files: readonly CodeFile[], platform: Platform): Finding {
  const name = formatPlatform(platform)
  const paths = files.map(({ entry }) => entry.path)
  const subject = paths.length === 1 ? `${showPaths(paths)} does not say` : `none of the ${paths.length} programs says`
  const message = `${subject} which ARM version it needs, so ${name} is not proven`
  return createFinding('rootfs/variant-unverified', message, { evidence: { ...pathEvidence(paths), platform: name } })
}
