import { publishImage } from '../build/publish.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { parseImageName } from '../image/image-name.ts'
import { quoteText } from '../oci/quote.ts'
import { formatReference, withDigest } from '../oci/reference.ts'
import type { PublishListing } from '../report/listing.ts'
import { mergeRunReports, type MergeOptions } from '../report/merge.ts'
import { judgeProof, type Proof } from '../report/publishable.ts'
import type { RunReport } from '../report/report.ts'
import { isRunReports } from '../report/run-reports.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { openNamedView } from './open-view.ts'
import { readNamedReport } from './read-report-file.ts'
import { openClient } from './registry-access.ts'

/** Clocks of two machines differ by this much without anybody noticing. */
const clockSkewMs = 5 * 60 * 1000

/**
 * Makes tags point at exactly the image that a report proved.
 * @throws HarnessError `report-invalid`, `publish-refused`, or what the registries say
 */
export async function publish(config: ResolvedConfig, context: VerbContext): Promise<PublishListing> {
  const report = await readProof(config)
  const { accepted } = requireProof(report, config)
  const { reference, digest } = report.image ?? {}
  if (reference === undefined || digest === undefined) {
    throw new HarnessError('report-invalid', 'the report names no image by digest', { hint: verifyAgain })
  }
  const name = parseImageName(reference)
  const from = name.transport === 'registry' ? name.reference : undefined
  // A tag may have moved since: the bytes are asked for by digest, where a registry has them.
  const proven = from === undefined ? reference : formatReference(withDigest(from, digest))
  const client = openClient(config, context)
  try {
    const view = await openNamedView(proven, { client, config, context })
    try {
      const { source, root } = view
      if (root.digest !== digest) {
        throw new HarnessError('publish-refused', `${reference} is ${root.digest} now, and ${digest} was proven`, {
          hint: 'verify what is there now',
        })
      }
      const { signal, onEvent } = context
      const result = await publishImage({
        client,
        source,
        root,
        tags: config.tags,
        isDryRun: config.isDryRun,
        signal,
        onProgress: (message) => onEvent({ kind: 'notice', message }),
        ...(from === undefined ? {} : { from }),
      })
      return { schemaVersion: 1, tool: toolInfo(), image: { reference, digest }, accepted, ...result }
    } finally {
      await view.source.close()
    }
  } finally {
    await client.close()
  }
}

const verifyAgain = 'verify the image again: everyarch verify IMAGE --reporter json=report.json'

/** The report, its verdict made anew of what it contains: what it says itself is not believed. */
async function readProof({ reportFiles, strict, inconclusive, maxAgeMs }: ResolvedConfig): Promise<RunReport> {
  const [path = ''] = reportFiles
  const saved = await readNamedReport(path)
  if (isRunReports(saved)) {
    throw new HarnessError('report-invalid', `${quoteText(path)} is a report of several images`, {
      hint: 'publish one image at a time, by a report of its own',
    })
  }
  const own = judge(saved, path, {})
  if (own.verdict !== saved.verdict) {
    throw new HarnessError(
      'publish-refused',
      `${quoteText(path)} says ${saved.verdict ?? 'nothing'}, and what it contains is ${own.verdict ?? 'nothing'}: it was changed`,
      { hint: verifyAgain },
    )
  }
  const ageMs = Date.now() - Date.parse(saved.createdAt)
  if (ageMs > maxAgeMs || ageMs < -clockSkewMs) {
    const age = ageMs < 0 ? 'is of the future' : `is ${formatAge(ageMs)} old, and may be ${formatAge(maxAgeMs)}`
    throw new HarnessError('publish-refused', `${quoteText(path)} ${age}`, {
      hint: 'verify the image again, or raise --max-age',
    })
  }
  return judge(saved, path, { strict, inconclusive })
}

function judge(saved: RunReport, path: string, options: Pick<MergeOptions, 'strict' | 'inconclusive'>): RunReport {
  const judged = mergeRunReports([saved], { names: [path], ...options })
  if (isRunReports(judged)) throw new HarnessError('internal', 'one report became several')
  return judged
}

function formatAge(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

function requireProof(report: RunReport, { reportFiles }: ResolvedConfig): Proof {
  const proof = judgeProof(report)
  if (proof.obstacles.length === 0) return proof
  const [path = ''] = reportFiles
  throw new HarnessError(
    'publish-refused',
    `nothing was published: by ${quoteText(path)} ${proof.obstacles.join('; ')}`,
    {
      hint: "verify every platform of the index; one that cannot be run is to have level: 'static' in the configuration",
    },
  )
}
