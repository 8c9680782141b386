import type { Candidate } from '../image/candidate.ts'
import { shortDigest, type Digest } from '../oci/digest.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import { baselineOf, type Baseline } from './baseline.ts'

/** What another name of the same release stands for; nothing where there is no such image. */
export interface OtherTag {
  /** As it is asked for: `ghcr.io/acme/app:latest`. */
  readonly name: string
  readonly image?: { readonly digest: Digest; readonly held: Baseline }
}

/** An image, by the digest of its index. */
export interface TaggedImage {
  readonly digest: Digest
  readonly candidates: readonly Candidate[]
}

const hint = 'push all tags of a release at once, or copy the index: docker buildx imagetools create'

/** Whether another name stands for the very same index, and where the two differ. */
export function compareTag({ digest, candidates }: TaggedImage, { name, image }: OtherTag): Finding[] {
  if (image === undefined) {
    const message = `there is no ${name}, which must be the same image`
    return [createFinding('baseline/tag-differs', message, { evidence: { other: name, digest }, hint })]
  }
  if (image.digest === digest) return []
  const differences = listDifferences(baselineOf('', candidates).platforms, image.held.platforms)
  const evidence = {
    other: name,
    digest,
    otherDigest: image.digest,
    platforms: differences.map(({ platform }) => platform),
  }
  if (differences.length === 0) {
    const message = `${name} is another index of the same images: ${shortDigest(image.digest)}, not ${shortDigest(digest)}`
    return [createFinding('baseline/tag-differs', message, { severity: 'warning', evidence, hint })]
  }
  const said = differences.map(({ platform, how }) => `${platform} ${how}`).join(', ')
  return [createFinding('baseline/tag-differs', `${name} is another image: ${said}`, { evidence, hint })]
}

type Platforms = Baseline['platforms']

function listDifferences(
  here: Platforms,
  there: Platforms,
): readonly { readonly platform: string; readonly how: string }[] {
  const all = [...new Set([...here.keys(), ...there.keys()])]
  return all.flatMap((platform) => {
    const [own, others] = [here.get(platform), there.get(platform)]
    if (others === undefined) return [{ platform, how: 'is missing there' }]
    if (own === undefined) return [{ platform, how: 'is only there' }]
    const isSame = own.size === others.size && [...own].every((digest) => others.has(digest))
    return isSame ? [] : [{ platform, how: 'differs' }]
  })
}
