import type { Attestation, ImageView } from '../image/view.ts'
import { isSchema1Type } from '../oci/media-type.ts'
import { checkPlatform } from '../oci/platform-check.ts'
import { formatDeclaredPlatform, isUnknownPlatform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import { contentFinding } from './content-finding.ts'

/** What is odd about the entries of an index, from the index alone. */
export function auditEntries(view: ImageView): Finding[] {
  return [...auditSchema1(view), ...auditNested(view), ...auditDeclared(view), ...auditAttestations(view)]
}

function auditSchema1(view: ImageView): Finding[] {
  if (view.kind === 'schema1') return [schema1Finding(view.source.name)]
  return view.images
    .filter(({ descriptor }) => isSchema1Type(descriptor.mediaType))
    .map(({ position }) => schema1Finding(position))
}

function schema1Finding(what: string): Finding {
  const message = `${what} is a Docker schema 1 manifest, which containerd 2.1 and newer no longer pull`
  return createFinding('index/schema1', message, { hint: 'build and push it again with a current builder' })
}

function auditNested(view: ImageView): Finding[] {
  return view.nested.flatMap(({ position, descriptor, error }) => {
    const nested = createFinding(
      'index/nested',
      `${position} is an index inside the index, which several engines cannot pull`,
      {
        evidence: { position, digest: descriptor.digest },
        hint: 'list the images themselves: docker buildx imagetools create flattens indexes',
      },
    )
    const unread = error === undefined ? undefined : contentFinding(position, descriptor, error)
    return unread === undefined ? [nested] : [nested, unread]
  })
}

function auditDeclared(view: ImageView): Finding[] {
  if (view.kind !== 'index') return []
  return view.images.flatMap(({ declared, position }): Finding[] => {
    if (declared === undefined) {
      const message = `${position} names no platform: engines with the containerd store read the config, others cannot find it`
      return [createFinding('index/platform-absent', message, { evidence: { position } })]
    }
    const spelt = formatDeclaredPlatform(declared)
    if (isUnknownPlatform(declared)) {
      const message = `${position} is ${spelt}, yet it is no attestation`
      const hint = 'name its platform, or mark it with the annotation vnd.docker.reference.type'
      return [createFinding('index/platform-unknown', message, { evidence: { position }, hint })]
    }
    const problem = checkPlatform(declared)
    if (problem === undefined) return []
    const usual = problem.suggestion === undefined ? undefined : formatDeclaredPlatform(problem.suggestion)
    return [
      createFinding('index/platform-invalid', `${position} says ${spelt}: ${problem.message}`, {
        evidence: { position, declared: spelt },
        ...(usual === undefined ? {} : { hint: `say ${usual}` }),
      }),
    ]
  })
}

function auditAttestations(view: ImageView): Finding[] {
  const listed = new Set<string>([...view.images, ...view.nested].map(({ descriptor }) => descriptor.digest))
  const unnamed = view.attestations.filter(({ subject }) => subject === undefined)
  const gone = view.attestations.filter(({ subject }) => subject !== undefined && !listed.has(subject))
  return [
    ...danglingFinding(unnamed, 'a manifest that it does not name', 'manifests that they do not name'),
    ...danglingFinding(gone, `${gone[0]?.subject}, which the index does not list`, 'manifests the index does not list'),
  ]
}

/** What happened to several happened to them at once: that is one finding. */
function danglingFinding(attestations: readonly Attestation[], ofOne: string, ofMany: string): Finding[] {
  const positions = attestations.map(({ position }) => position)
  const [position] = positions
  if (position === undefined) return []
  const others = positions.length - 1
  const message =
    others === 0
      ? `${position} is an attestation of ${ofOne}`
      : `${position} and ${others} ${others === 1 ? 'other' : 'others'} are attestations of ${ofMany}`
  return [
    createFinding('index/attestation-dangling', message, { evidence: others === 0 ? { position } : { positions } }),
  ]
}
