import { isDigest } from '../src/oci/digest.ts'
import { formatReference, parseReference } from '../src/oci/reference.ts'
import type { PlatformReport, RunReport } from '../src/report/report.ts'
import { formatShellLine } from '../src/report/shell-line.ts'

export interface ShownCommand {
  readonly says: string
  readonly line: string
}

/** What runs a platform again, by digest; nothing where the image is in no registry, or its name is none. */
export function listCommands(
  { image, flags = [] }: Pick<RunReport, 'image' | 'flags'>,
  { platform, digest, keptContainer }: PlatformReport,
): readonly ShownCommand[] {
  const kept = (keptContainer?.commands ?? [])
    .filter(isPrintable)
    .map((line): ShownCommand => ({ says: 'look at the container that was left', line }))
  const name = image === undefined ? undefined : nameRepository(image.reference)
  if (name === undefined || !isPrintable(platform)) return kept
  const run = digest === undefined ? [] : ['docker', 'run', '--rm', '--platform', platform, `${name}@${digest}`]
  const root = image?.digest ?? digest
  const verify = root === undefined ? [] : ['everyarch', 'verify', `${name}@${root}`, '--platform', platform, ...flags]
  return [
    ...(run.length === 0 ? [] : [{ says: 'run it by digest', line: formatShellLine(run) }]),
    ...(verify.length === 0 ? [] : [{ says: 'verify it again', line: formatShellLine(verify) }]),
    ...kept,
  ]
}

/** What shows again that platforms did not do well: the first of them by the engine, all of them by this tool. */
export function listReproductions(report: RunReport): readonly string[] {
  const { image, flags = [], platforms } = report
  const wrong = platforms.filter(({ platform, verdict, execution }) => {
    const wasRun = execution.kind === 'native' || execution.kind === 'emulated'
    return wasRun && (verdict === 'failed' || verdict === 'inconclusive') && isPrintable(platform)
  })
  const name = image === undefined ? undefined : nameRepository(image.reference)
  const first = wrong.find(({ verdict }) => verdict === 'failed') ?? wrong[0]
  if (name === undefined || first === undefined) return []
  // What only a suite found wrong, the engine alone does not show.
  const [run] = first.digest === undefined || isWrongBySuitesAlone(first) ? [] : listCommands(report, first)
  const root = image?.digest ?? first.digest
  const all = [...new Set(wrong.map(({ platform }) => platform))].join(',')
  const verify = ['everyarch', 'verify', `${name}@${root ?? ''}`, '--platform', all, ...flags]
  return [...(run === undefined ? [] : [run.line]), ...(root === undefined ? [] : [formatShellLine(verify)])].filter(
    isPrintable,
  )
}

function isWrongBySuitesAlone({ findings }: PlatformReport): boolean {
  const wrong = findings.filter(({ severity }) => severity === 'error' || severity === 'inconclusive')
  return wrong.length > 0 && wrong.every(({ code }) => code.startsWith('suite/'))
}

/** `ghcr.io/acme/app` of `ghcr.io/acme/app:1.4@sha256:…`. */
function nameRepository(reference: string): string | undefined {
  if (/^(oci|oci-archive|docker-archive|docker-daemon|assemble):/.test(reference) || isDigest(reference))
    return undefined
  try {
    const { registry, repository } = parseReference(reference)
    return formatReference({ registry, repository })
  } catch {
    return undefined
  }
}

/** What is copied must be what is seen. */
function isPrintable(text: string): boolean {
  return /^[\u0020-\u007e]+$/.test(text)
}
