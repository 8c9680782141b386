import { formatPlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import type { CodeFile } from './rootfs-code.ts'
import { pathEvidence, showPaths } from './rootfs-paths.ts'

export type X86Level = 1 | 2 | 3 | 4

/** Chosen by the loader where the CPU is new enough. */
const chosenAtRunTime = /\/(?:glibc-hwcaps\/x86-64-v[2-4]|haswell|avx512_1)\//

/**
 * Whether amd64 files keep to the level the platform promises, or to the ceiling the user set instead.
 *
 * @param files machine code of the platform's architecture
 * @param isData tells files that are not run here
 * @param ceiling the highest level that is accepted
 */
export function auditX86Level(
  files: readonly CodeFile[],
  platform: Platform,
  ceiling: X86Level | undefined,
  isData: (file: CodeFile) => boolean,
): readonly Finding[] {
  if (platform.architecture !== 'amd64') return []
  const promised = Number(/^v([1-4])$/.exec(platform.variant ?? '')?.[1] ?? 1)
  const floor = Math.max(promised, ceiling ?? 0)
  const high = files.filter(
    (file) => (file.facts.x86Level ?? 1) > floor && !chosenAtRunTime.test(file.entry.path) && !isData(file),
  )
  if (high.length === 0) return []
  const name = formatPlatform(platform)
  const paths = high.map(({ entry }) => entry.path)
  const level = Math.max(...new Set(high.map(({ facts }) => facts.x86Level ?? 1)))
  const subject = paths.length === 1 ? `${showPaths(paths)} needs` : `${paths.length} files need up to`
  const against = ceiling === undefined ? `${name} promises x86-64-v${promised}` : `the ceiling is x86-64-v${floor}`
  const list = paths.length === 1 ? '' : `: ${showPaths(paths)}`
  return [
    createFinding('rootfs/isa-level', `${subject} x86-64-v${level}, ${against}${list}`, {
      severity: ceiling === undefined ? 'warning' : 'error',
      evidence: { ...pathEvidence(paths), level, promised, platform: name },
      hint: 'older CPUs end it with SIGILL or "CPU ISA level is lower than required": build it for the baseline, or publish it as a variant',
    }),
  ]
}
