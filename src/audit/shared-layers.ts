import { createHash } from 'node:crypto'
import type { RootFs } from '../image/rootfs.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import { describeCode, isDeviceCode, listCode, type CodeFile } from './rootfs-code.ts'
import { findDataRule } from './sweep-rules.ts'

/** One image of the index, as far as its files are compared with others'. */
export interface LayeredImage {
  readonly platform: Platform
  readonly rootfs: RootFs
  readonly layerDigests: readonly string[]
}

/**
 * Platforms of different architectures that share layers and, through them, all their machine code. Of an image that
 * brings code for both on purpose nothing is said.
 */
export function auditSharedLayers(images: readonly LayeredImage[]): readonly Finding[] {
  const sharing = images.filter((image) =>
    images.some(
      (other) => other.platform.architecture !== image.platform.architecture && sharedDigests(image, other).length > 0,
    ),
  )
  const coded = sharing.map((image) => ({ ...image, code: listCode(image.rootfs) }))
  return [...Map.groupBy(coded, ({ code }) => codeKey(code)).values()].flatMap((group) => {
    const wanted = new Set(group.map(({ platform }) => platform.architecture))
    const [first, ...others] = group
    if (wanted.size < 2 || first === undefined) return []
    const architectures = [...new Set(first.code.filter(isRun).map(({ facts }) => describeCode(facts)))]
    const digests = new Set(others.flatMap((other) => sharedDigests(first, other)))
    const isMeant = [...wanted].every((architecture) => architectures.includes(architecture))
    if (architectures.length === 0 || digests.size === 0 || isMeant) return []
    const names = group.map(({ platform }) => formatPlatform(platform))
    return [sharedFinding(names, architectures, [...digests])]
  })
}

function sharedFinding(
  names: readonly string[],
  architectures: readonly string[],
  digests: readonly string[],
): Finding {
  const message = `${names.join(' and ')} have the same machine code, in layers they share; it is for ${architectures.join(' and ')}`
  return createFinding('index/layers-shared', message, {
    evidence: { platforms: names, architectures, digests: digests.slice(0, 20) },
    hint: 'one of them was built from the other platform: build each from a base of its own, and check FROM --platform',
  })
}

function sharedDigests(a: LayeredImage, b: LayeredImage): readonly string[] {
  const others = new Set(b.layerDigests)
  return a.layerDigests.filter((digest) => others.has(digest))
}

function isRun(file: CodeFile): boolean {
  return !isDeviceCode(file.facts) && findDataRule(file) === undefined
}

/** The same for the same files; two builds of one program differ in size. */
function codeKey(code: readonly CodeFile[]): string {
  const lines = code.map(({ entry, facts }) => `${entry.path}\0${entry.sizeBytes}\0${facts.machine}\n`).toSorted()
  const hash = createHash('sha256')
  for (const line of lines) hash.update(line)
  return hash.digest('hex')
}
