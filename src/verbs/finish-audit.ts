import { join } from 'node:path'
import type { Audit } from '../audit/audit.ts'
import { explainFinding, type DockerfileCauses } from '../audit/causes.ts'
import { openFileAuditCache } from '../audit/file-audit-cache.ts'
import { auditFiles } from '../audit/files.ts'
import { reviewAudit, type ReviewedAudit } from '../audit/review.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { satisfies } from '../image/candidate.ts'
import { createLayerReader } from '../image/layer-reader.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import type { ImageView } from '../image/view.ts'
import type { RegistryClient } from '../registry/client.ts'
import { applyWaivers, type ReviewFinding } from '../report/apply-waivers.ts'
import type { Finding } from '../report/finding.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { openNamedView, type OpenView } from './open-view.ts'

/** Holds an audited image against what else the user named, and looks at every finding before verdicts are made. */
export interface FinishAudit {
  (view: ImageView, audit: Audit): Promise<ReviewedAudit>
  /** Settles when what is the same for all images was read; fails where it was asked for wrongly. */
  readonly ready: Promise<void>
}

interface Situation {
  readonly config: ResolvedConfig
  readonly client: RegistryClient
  readonly signal: AbortSignal
  readonly openView: OpenView
}

/** Adds what it finds to an audit. */
type Step = (view: ImageView, audit: Audit) => Promise<Audit>

/** What is the same for all images of a call is asked for at once, and once. */
export function openAuditFinish(config: ResolvedConfig, client: RegistryClient, context: VerbContext): FinishAudit {
  const openView: OpenView = (name) => openNamedView(name, { client, config, context, isListed: true })
  const situation = { config, client, signal: context.signal, openView }
  const readFiles = openFileAudit(config, context)
  const reading = config.dockerfile === undefined ? undefined : openDockerfile(config.dockerfile)
  const comparing = config.baseline === undefined ? undefined : openComparison(config.baseline, situation)
  const ready = Promise.all([reading, comparing]).then(() => undefined)
  // Whoever asks for it hears of what went wrong.
  ready.catch(() => undefined)
  const now = new Date()

  const finish = async (view: ImageView, audit: Audit): Promise<ReviewedAudit> => {
    const [dockerfile, compare] = await Promise.all([reading, comparing])
    const review: ReviewFinding = (finding, platform) => {
      const explained = explainFinding(finding, dockerfile)
      return applyWaivers([explained], config.waivers, now, platform)[0] ?? explained
    }
    const steps = [
      readFiles,
      ...(compare === undefined ? [] : [compare]),
      ...(config.sameAs.length === 0 ? [] : [compareTags(situation)]),
      ...(config.requiresSignature ? [requireSignature(situation)] : []),
    ]
    let finished = audit
    for (const step of steps) finished = await attempt(finished, (it) => step(view, it))
    return reviewAudit(finished, review)
  }
  return Object.assign(finish, { ready })
}

/** Layers that images of one call share are read once. */
function openFileAudit(config: ResolvedConfig, { environment, signal, onEvent }: VerbContext): Step {
  const layers = createLayerReader({
    cacheDir: join(environment.cacheDir, 'layers'),
    toolVersion: toolInfo().version,
  })
  const cache = openFileAuditCache(join(environment.cacheDir, 'audits'))
  const { platforms, allow, isaCeiling } = config
  return async (view, audit) => {
    try {
      return await auditFiles(view, audit, {
        layers,
        cache,
        allow,
        isWanted: ({ platform }) => platforms.length === 0 || platforms.some((wanted) => satisfies(platform, wanted)),
        signal,
        onProgress: (progress) => onEvent({ kind: 'audit-progress', reference: view.source.name, ...progress }),
        ...(isaCeiling === undefined ? {} : { isaCeiling }),
      })
    } finally {
      await layers.close()
    }
  }
}

/** What cannot be answered here leaves what was found; what was asked wrongly ends the run. */
async function attempt(audit: Audit, step: (audit: Audit) => Promise<Audit>): Promise<Audit> {
  try {
    return await step(audit)
  } catch (thrown) {
    if (!(thrown instanceof HarnessError) || thrown.exitCode === 2) throw thrown
    return { ...audit, errors: [...audit.errors, thrown] }
  }
}

// What most calls do not need is loaded only by those that do.

async function openDockerfile(file: string): Promise<DockerfileCauses> {
  const { readDockerfile } = await import('./read-dockerfile.ts')
  return readDockerfile(file)
}

async function openComparison(named: string, { config, openView }: Situation): Promise<Step> {
  const [{ openBaseline }, { compareBaseline }] = await Promise.all([
    import('./open-baseline.ts'),
    import('../audit/baseline.ts'),
  ])
  const imageCount = config.images.length
  const baseline = openBaseline({ named, imageCount, openView })
  await baseline.ready
  return async ({ source }, audit) => {
    const found = compareBaseline(await baseline.find(source.name), audit.candidates)
    return addFound(audit, found.index, found.images)
  }
}

function compareTags({ config, openView }: Situation): Step {
  return async (view, audit) => {
    const [{ openTags }, { compareTag }] = await Promise.all([import('./open-tags.ts'), import('../audit/tags.ts')])
    const own = { digest: view.root.digest, candidates: audit.candidates }
    const tags = await openTags(config.sameAs, view, openView)
    return addFound(
      audit,
      tags.flatMap((tag) => compareTag(own, tag)),
    )
  }
}

function requireSignature({ client, signal }: Situation): Step {
  return async (view, audit) => {
    const { checkSignature } = await import('./check-signature.ts')
    return addFound(audit, await checkSignature(view, client, signal))
  }
}

function addFound(
  audit: Audit,
  index: readonly Finding[],
  byImage: ReadonlyMap<PlatformImage, readonly Finding[]> = new Map(),
): Audit {
  const images = [...audit.images].map(([image, own]) => {
    return [image, { ...own, findings: [...own.findings, ...(byImage.get(image) ?? [])] }] as const
  })
  return { ...audit, findings: [...audit.findings, ...index], images: new Map(images) }
}
