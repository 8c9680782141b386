import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { parseImageName } from '../image/image-name.ts'
import type { Digest } from '../oci/digest.ts'
import { quoteText } from '../oci/quote.ts'
import { formatReference, withDigest } from '../oci/reference.ts'
import type { PublishListing } from '../report/listing.ts'
import type { RunReport } from '../report/report.ts'
import { judgeProof, type Proof } from '../report/publishable.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { judgeImage } from './image-proof.ts'
import { openNamedView } from './open-view.ts'
import { notProven } from './publish-errors.ts'
import { lookAhead, publishViews } from './publish-view.ts'
import { readProof } from './read-proof.ts'
import { openClient } from './registry-access.ts'

/**
 * Makes tags point at exactly the image that a report proved: a saved one, or the one given.
 * @throws HarnessError `report-invalid`, `publish-refused`, or what the registries say
 */
export async function publish(
  config: ResolvedConfig,
  context: VerbContext,
  given?: RunReport,
): Promise<PublishListing> {
  const { report, reference, digest } = await readProof(config, context.signal, given)
  requireProof(judgeProof(report), config)
  const client = openClient(config, context)
  try {
    const view = await openNamedView(byDigest(reference, digest), { client, config, context }).catch(
      (thrown: unknown) => {
        throw explainAbsence(thrown, reference, digest)
      },
    )
    try {
      if (view.root.digest !== digest) {
        throw new HarnessError('publish-refused', `${reference} is ${view.root.digest} now, and ${digest} was proven`, {
          hint: reference.startsWith('assemble:')
            ? 'give it the --annotation that verify was given, or verify what is there now'
            : 'verify what is there now',
        })
      }
      const { accepted } = requireProof(judgeImage(report, view), config)
      const publishing = { config, context, client }
      const before = await lookAhead(config.tags, publishing)
      const [result] = await publishViews([{ view, tags: config.tags }], before, publishing)
      if (result === undefined) throw new HarnessError('internal', 'one image was published, and nothing came of it')
      return { schemaVersion: 1, tool: toolInfo(), image: { reference, digest }, ...result, accepted }
    } finally {
      await view.source.close()
    }
  } finally {
    await client.close()
  }
}

/** A report names what was there: a digest that is not is a changed report's, or of an image that was deleted. */
function explainAbsence(thrown: unknown, reference: string, digest: Digest): unknown {
  if (!(thrown instanceof HarnessError) || thrown.code !== 'image-not-found') return thrown
  const what = `${digest}, which the report is about, is not to be found as ${reference}`
  return new HarnessError('publish-refused', `${what}: the report was changed, or the image is gone`, {
    cause: thrown,
    hint: 'verify the image again, and publish by that report',
  })
}

/** A tag may have moved since: the bytes are asked for by digest, where a registry has them. */
function byDigest(name: string, digest: Digest): string {
  const image = parseImageName(name)
  return image.transport === 'registry' ? formatReference(withDigest(image.reference, digest)) : name
}

function requireProof(proof: Proof, { reportFiles }: ResolvedConfig): Proof {
  const [path = ''] = reportFiles
  if (proof.obstacles.length > 0) throw notProven(proof.obstacles, `by ${quoteText(path)} `)
  return proof
}
