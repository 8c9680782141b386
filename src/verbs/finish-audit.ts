import type { Audit } from '../audit/audit.ts'
import { explainFinding, type DockerfileCauses } from '../audit/causes.ts'
import { reviewAudit, type ReviewedAudit } from '../audit/review.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import type { ImageView } from '../image/view.ts'
import type { RegistryClient } from '../registry/client.ts'
import { applyWaivers, type ReviewFinding } from '../report/apply-waivers.ts'
import type { Finding } from '../report/finding.ts'
import type { VerbContext } from './context.ts'

/** Holds an audited image against what else the user named, and looks at every finding before verdicts are made. */
export type FinishAudit = (view: ImageView, audit: Audit) => Promise<ReviewedAudit>

/** What is the same for all images of a call is asked for at once, and once. */
export function openAuditFinish(config: ResolvedConfig, client: RegistryClient, context: VerbContext): FinishAudit {
  const { signal } = context
  const { waivers } = config
  const compare = config.baseline === undefined ? undefined : openComparison(config.baseline, config, client, signal)
  const reading = config.dockerfile === undefined ? undefined : openDockerfile(config.dockerfile)
  // Whoever asks for it hears of what went wrong.
  reading?.catch(() => undefined)
  const now = new Date()

  return async (view, audit) => {
    const dockerfile = await reading
    const review: ReviewFinding = (finding, platform) => {
      const explained = explainFinding(finding, dockerfile)
      return applyWaivers([explained], waivers, now, platform)[0] ?? explained
    }
    const steps: ((audit: Audit) => Promise<Audit>)[] = []
    if (compare !== undefined) steps.push(async (it) => (await compare)(view, it))
    if (config.requiresSignature) {
      steps.push(async (it) => {
        const { checkSignature } = await import('./check-signature.ts')
        return addFound(it, await checkSignature(view, client, signal))
      })
    }
    let finished = audit
    for (const step of steps) finished = await attempt(finished, step)
    return reviewAudit(finished, review)
  }
}

async function openDockerfile(file: string): Promise<DockerfileCauses> {
  const { readDockerfile } = await import('./read-dockerfile.ts')
  return readDockerfile(file)
}

/** What cannot be answered here leaves what was found; what was asked wrongly ends the run. */
async function attempt(audit: Audit, step: (audit: Audit) => Promise<Audit>): Promise<Audit> {
  try {
    return await step(audit)
  } catch (thrown) {
    if (!(thrown instanceof HarnessError) || thrown.exitCode !== 3) throw thrown
    return { ...audit, errors: [...audit.errors, thrown] }
  }
}

type Step = (view: ImageView, audit: Audit) => Promise<Audit>

/** Loaded only where there is a baseline. */
async function openComparison(
  named: string,
  { images }: ResolvedConfig,
  client: RegistryClient,
  signal: AbortSignal,
): Promise<Step> {
  const [{ openBaseline }, { compareBaseline }] = await Promise.all([
    import('./open-baseline.ts'),
    import('../audit/baseline.ts'),
  ])
  const findBaseline = openBaseline({ named, imageCount: images.length, client, signal })
  return async ({ source }, audit) => {
    const found = compareBaseline(await findBaseline(source.name), audit.candidates)
    return addFound(audit, found.index, found.images)
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
