import type { Finding } from '../report/finding.ts'
import type { FindingCode } from '../report/finding-codes.ts'
import type { CauseKind, DockerfileCause } from './dockerfile-cause.ts'
import { usualCauses } from './usual-causes.ts'

/** Where an image was built from. */
export interface DockerfileCauses {
  /** As the user named the file. */
  readonly file: string
  readonly causes: readonly DockerfileCause[]
}

const maxInHint = 3
const maxInEvidence = 20
const everyKind: readonly CauseKind[] = ['platform', 'cross', 'download', 'argument', 'copy', 'cache', 'digest']
const labelKinds: readonly CauseKind[] = ['platform', 'digest']

/** Which lines of a Dockerfile explain which findings. */
const explained: Partial<Record<FindingCode, readonly CauseKind[]>> = {
  'index/digest-shared': labelKinds,
  'index/layers-shared': everyKind,
  'config/platform-mismatch': labelKinds,
  'rootfs/foreign-rootfs': everyKind,
  'rootfs/foreign-entrypoint': everyKind,
  'rootfs/foreign-binary': everyKind,
  'rootfs/variant-too-new': everyKind,
  'rootfs/elf-interpreter-missing': everyKind,
  'run/not-emulated': everyKind,
  'run/entrypoint-failed': everyKind,
}

/** The finding with what usually leads to it as its hint: lines of the Dockerfile, where it is at hand and has such. */
export function explainFinding(finding: Finding, dockerfile?: DockerfileCauses): Finding {
  // Nothing is wrong, so nothing caused it.
  if (finding.severity === 'info') return finding
  const kinds = explained[finding.code] ?? []
  const lines = dockerfile?.causes.filter(({ kind }) => kinds.includes(kind)) ?? []
  if (dockerfile === undefined || lines.length === 0) {
    const hint = finding.hint ?? usualCauses[finding.code]
    return hint === undefined ? finding : { ...finding, hint }
  }
  const shown = lines.slice(0, maxInHint).map(({ line, why }) => `${dockerfile.file}:${line} ${why}`)
  const evidence = lines
    .slice(0, maxInEvidence)
    .map(({ line, text, why }) => ({ file: dockerfile.file, line, text, why }))
  return { ...finding, evidence: { ...finding.evidence, dockerfile: evidence }, hint: shown.join('; ') }
}
