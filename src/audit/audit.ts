import { HarnessError } from '../errors.ts'
import type { Candidate } from '../image/candidate.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import type { ImageView } from '../image/view.ts'
import { isSchema1Type } from '../oci/media-type.ts'
import { formatPlatform } from '../oci/platform.ts'
import type { Finding } from '../report/finding.ts'
import { auditConfig } from './config.ts'
import { contentFinding } from './content-finding.ts'
import { auditEntries } from './index-entries.ts'
import { auditPlatforms, type PlatformWishes } from './index-platforms.ts'
import { auditAttestationPresence } from './parity-attestations.ts'
import { auditParity } from './parity.ts'
import { excuseAbsent } from './partial.ts'
import { auditAttestationManifests, auditLayers, createBlobCheck } from './registry.ts'

/** What the audit says of one image of the index. */
export interface ImageAudit {
  readonly image: PlatformImage
  readonly findings: readonly Finding[]
  /** Bytes on the wire: config and layers; absent where the manifest could not be read. */
  readonly sizeBytes?: number
  /** True when its files were looked at too. */
  readonly hasFiles?: boolean
  /** Why it could not be audited, where that says nothing of the image. */
  readonly error?: HarnessError
}

export interface Audit {
  /** Of the index as a whole. */
  readonly findings: readonly Finding[]
  readonly images: ReadonlyMap<PlatformImage, ImageAudit>
  /** Images whose platform is known, in the index's order. */
  readonly candidates: readonly Candidate[]
  readonly errors: readonly HarnessError[]
}

/** Every check that needs no layer: the index, what the registry holds of it, the configs, and how they compare. */
export async function auditImage(view: ImageView, wishes: PlatformWishes, signal?: AbortSignal): Promise<Audit> {
  const checkBlob = createBlobCheck(view, signal)
  const attestations = settle(auditAttestationManifests(view, signal))
  const audited = await Promise.all(view.images.map((image) => auditOne(image, checkBlob)))
  const audits = excuseAbsent(view, audited, wishes)
  const candidates = await listCandidates(view)
  const configs = await readConfigs(candidates)
  const attested = await attestations
  const findings = [
    ...auditEntries(view),
    ...auditPlatforms(view, candidates, wishes),
    ...attested.value,
    ...auditAttestationPresence(view, candidates),
    ...auditParity(configs),
  ]
  return {
    findings,
    images: new Map(audits.map((audit) => [audit.image, audit])),
    candidates,
    errors: [...audits, attested, ...listUnreadNested(view)].flatMap(({ error }) => error ?? []),
  }
}

/** Nested indexes that could not be read for a reason that says nothing of the image. */
function listUnreadNested({ nested }: ImageView): readonly { readonly error?: HarnessError }[] {
  return nested.filter(
    ({ error, position, descriptor }) =>
      error !== undefined && contentFinding(position, descriptor, error) === undefined,
  )
}

/** The images of a view whose platform can be told, from the index or their config. */
export async function listCandidates(view: ImageView): Promise<readonly Candidate[]> {
  const candidates = await Promise.all(
    view.images.map(async (image) => {
      if (isSchema1Type(image.descriptor.mediaType)) return []
      try {
        return [{ image, platform: await image.readPlatform() }]
      } catch (error) {
        if (error instanceof HarnessError && error.code !== 'interrupted') return []
        throw error
      }
    }),
  )
  return candidates.flat()
}

async function auditOne(image: PlatformImage, checkBlob: ReturnType<typeof createBlobCheck>): Promise<ImageAudit> {
  if (isSchema1Type(image.descriptor.mediaType)) return { image, findings: [] }
  const manifest = await read(image.position, 'manifest', image, image.readManifest)
  if (manifest.kind !== 'read') return { image, ...manifest.outcome }
  const { config, layers } = manifest.value.value
  const sizeBytes = [config, ...layers].reduce((sum, blob) => sum + blob.sizeBytes, 0)
  const [parsed, present] = await Promise.all([
    read(`the config of ${image.position}`, 'config', image, image.readConfig),
    settle(auditLayers(image, checkBlob)),
  ])
  const fromConfig = parsed.kind === 'read' ? { findings: auditConfig(image, parsed.value.value) } : parsed.outcome
  const error = fromConfig.error ?? present.error
  const findings = [...present.value, ...fromConfig.findings]
  return { image, sizeBytes, findings, ...(error === undefined ? {} : { error }) }
}

interface Unread {
  readonly findings: readonly Finding[]
  readonly error?: HarnessError
}

type Read<T> = { readonly kind: 'read'; readonly value: T } | { readonly kind: 'unread'; readonly outcome: Unread }

async function read<T>(
  what: string,
  kind: 'manifest' | 'config',
  image: PlatformImage,
  readIt: () => Promise<T>,
): Promise<Read<T>> {
  try {
    return { kind: 'read', value: await readIt() }
  } catch (thrown) {
    if (!(thrown instanceof HarnessError) || thrown.code === 'interrupted') throw thrown
    const descriptor = kind === 'manifest' ? image.descriptor : (await image.readManifest()).value.config
    const finding = contentFinding(what, descriptor, thrown, kind)
    return {
      kind: 'unread',
      outcome: finding === undefined ? { findings: [], error: thrown } : { findings: [finding] },
    }
  }
}

/** A list of findings, or none and the error that kept it from being made. */
async function settle<T>(
  work: Promise<readonly T[]>,
): Promise<{ readonly value: readonly T[]; readonly error?: HarnessError }> {
  try {
    return { value: await work }
  } catch (error) {
    if (error instanceof HarnessError && error.code !== 'interrupted') return { value: [], error }
    throw error
  }
}

async function readConfigs(candidates: readonly Candidate[]) {
  const configs = await Promise.all(
    candidates.map(async ({ image, platform }) => {
      const config = await image.readConfig().catch(() => undefined)
      return config === undefined || platform.os !== 'linux'
        ? []
        : [{ name: formatPlatform(platform), config: config.value }]
    }),
  )
  return configs.flat()
}
