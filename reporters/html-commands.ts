import { isDigest } from '../src/oci/digest.ts'
import { formatReference, parseReference } from '../src/oci/reference.ts'
import type { ImageReport, PlatformReport } from '../src/report/report.ts'

export interface ShownCommand {
  readonly says: string
  readonly line: string
}

/** What runs a platform again, by digest; nothing where the image is in no registry, or its name is none. */
export function listCommands(
  image: ImageReport | undefined,
  { platform, digest, keptContainer }: PlatformReport,
): readonly ShownCommand[] {
  const kept = (keptContainer?.commands ?? [])
    .filter(isPrintable)
    .map((line): ShownCommand => ({ says: 'look at the container that was left', line }))
  const name = image === undefined ? undefined : nameRepository(image.reference)
  if (name === undefined || !isPrintable(platform)) return kept
  const run = digest === undefined ? [] : ['docker', 'run', '--rm', '--platform', platform, `${name}@${digest}`]
  const root = image?.digest ?? digest
  const verify = root === undefined ? [] : ['everyarch', 'verify', `${name}@${root}`, '--platform', platform]
  return [
    ...(run.length === 0 ? [] : [{ says: 'run it by digest', line: quoteWords(run) }]),
    ...(verify.length === 0 ? [] : [{ says: 'verify it again', line: quoteWords(verify) }]),
    ...kept,
  ]
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

function quoteWords(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ')
}
