import type { HarnessError } from '../errors.ts'
import type { Candidate } from '../image/candidate.ts'
import type { LayerReader } from '../image/layer-reader.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import { readRootFs } from '../image/rootfs-read.ts'
import type { LayerFailure, LayerProblem, RootFs } from '../image/rootfs.ts'
import type { ImageSource } from '../image/source.ts'
import type { ImageView } from '../image/view.ts'
import type { Digest } from '../oci/digest.ts'
import { formatPlatform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import type { Audit, ImageAudit } from './audit.ts'
import { contentFinding } from './content-finding.ts'
import { explainMismatch } from './explain-mismatch.ts'
import type { FileAuditCache, FileFindings } from './file-audit-cache.ts'
import { auditPackages } from './packages.ts'
import { auditRootFs } from './rootfs-audit.ts'
import { listCode } from './rootfs-code.ts'
import { followLayers, type LayerProgress } from './layer-progress.ts'
import { auditSharedLayers } from './shared-layers.ts'

export interface FileAuditOptions {
  readonly layers: LayerReader
  /** Files that may be of another architecture. */
  readonly allow: readonly string[]
  readonly isaCeiling?: 1 | 2 | 3 | 4
  /** Which images' files are looked at. */
  readonly isWanted: (candidate: Candidate) => boolean
  /** Where what was found before is kept. @default nowhere */
  readonly cache?: FileAuditCache
  readonly signal?: AbortSignal
  /** Told of each layer that was read. */
  readonly onProgress?: (progress: LayerProgress) => void
}

/** What the files of one image say. */
interface FileAudit {
  readonly candidate: Candidate
  readonly findings: readonly Finding[]
  readonly layerDigests: readonly Digest[]
  /** Of most of its machine code; empty where there is none. */
  readonly architecture: string
  /** Absent where not all of it could be read. */
  readonly rootfs?: RootFs
  readonly error?: HarnessError
}

/** Adds to an audit what the files of its Linux images are: every layer is read once, however many images share it. */
export async function auditFiles(view: ImageView, audit: Audit, options: FileAuditOptions): Promise<Audit> {
  const wanted = audit.candidates.filter((candidate) => {
    return candidate.platform.os === 'linux' && options.isWanted(candidate) && isReadable(audit, candidate.image)
  })
  const inputs = [
    options.allow,
    options.isaCeiling ?? 0,
    wanted.map(({ image, platform }) => [image.descriptor.digest, formatPlatform(platform)]),
  ]
  const known = await options.cache?.read(inputs)
  if (known !== undefined && known.byImage.length === wanted.length) return addKnown(audit, wanted, known)
  const layers = await followLayers(wanted, options)
  const audited = await Promise.all(wanted.map((candidate) => auditOne(view.source, candidate, { ...options, layers })))
  const found = {
    byImage: audited.map(({ findings, architecture }) => ({ findings, architecture })),
    compared: compareFiles(audited),
  }
  if (audited.every(({ rootfs }) => rootfs !== undefined)) await options.cache?.write(inputs, found)
  const complete = addKnown(audit, wanted, found)
  const failures = new Map(audited.map(({ candidate, error }) => [candidate.image, error]))
  const images = [...complete.images].map(([image, own]) => {
    const error = failures.get(image)
    return [image, error === undefined ? own : { ...own, error }] as const
  })
  return {
    ...complete,
    images: new Map(images),
    errors: [...complete.errors, ...audited.flatMap(({ error }) => error ?? [])],
  }
}

function addKnown(audit: Audit, wanted: readonly Candidate[], { byImage, compared }: FileFindings): Audit {
  const found = new Map(wanted.map(({ image }, index) => [image, byImage[index]]))
  const images = [...audit.images].map(([image, own]): [PlatformImage, ImageAudit] => {
    const files = found.get(image)
    if (files === undefined) return [image, own]
    const explained = own.findings.map((finding) => explainMismatch(finding, files.architecture))
    return [image, { ...own, hasFiles: true, findings: [...explained, ...files.findings] }]
  })
  return { ...audit, findings: [...audit.findings, ...compared], images: new Map(images) }
}

/** What the registry or store lacks has been said; there is nothing to read then. */
function isReadable({ images }: Audit, image: PlatformImage): boolean {
  const own = images.get(image)
  return own !== undefined && own.error === undefined && !own.findings.some(isDamage)
}

function isDamage({ code, severity }: Finding): boolean {
  return (code.startsWith('registry/') && severity === 'error') || code === 'store/platform-absent'
}

async function auditOne(source: ImageSource, candidate: Candidate, options: FileAuditOptions): Promise<FileAudit> {
  const { image, platform } = candidate
  const manifest = (await image.readManifest()).value
  const config = (await image.readConfig()).value
  const { layers, allow, isaCeiling, signal } = options
  const reading = await readRootFs({ source, manifest, config, layers, ...(signal === undefined ? {} : { signal }) })
  const failed = reading.failures.map((failure) => describeFailure(image, failure))
  const findings = [
    ...reading.problems.map(describeProblem),
    ...failed.flatMap(({ finding }) => finding ?? []),
    // What lies in a layer that could not be read is missing from the root: nothing that is not there is proven absent.
    ...(reading.isComplete
      ? auditRootFs({
          platform,
          config,
          rootfs: reading.rootfs,
          allow,
          ...(isaCeiling === undefined ? {} : { isaCeiling }),
        })
      : []),
  ]
  const error = failed.find(({ finding }) => finding === undefined)?.error
  return {
    candidate,
    findings,
    layerDigests: manifest.layers.map(({ digest }) => digest),
    architecture: mostCommonArchitecture(reading.rootfs),
    ...(reading.isComplete ? { rootfs: reading.rootfs } : {}),
    ...(error === undefined ? {} : { error }),
  }
}

function describeProblem({ code, message, layer }: LayerProblem): Finding {
  return createFinding(code, message, { evidence: { digest: layer.digest, mediaType: layer.mediaType } })
}

function describeFailure(
  image: PlatformImage,
  { layer, error }: LayerFailure,
): { readonly finding?: Finding; readonly error: HarnessError } {
  const finding = contentFinding(`a layer of ${image.position}`, layer, error, 'config')
  return { error, ...(finding === undefined ? {} : { finding }) }
}

function mostCommonArchitecture(rootfs: RootFs): string {
  const counts = new Map<string, number>()
  for (const { facts } of listCode(rootfs)) counts.set(facts.architecture, (counts.get(facts.architecture) ?? 0) + 1)
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a)
  return most === undefined || most[0] === 'unknown' ? '' : most[0]
}

function compareFiles(audited: readonly FileAudit[]): readonly Finding[] {
  const read = audited.flatMap(({ candidate, rootfs, layerDigests }) => {
    return rootfs === undefined
      ? []
      : [{ platform: candidate.platform, name: formatPlatform(candidate.platform), rootfs, layerDigests }]
  })
  return [...auditSharedLayers(read), ...auditPackages(read)]
}
