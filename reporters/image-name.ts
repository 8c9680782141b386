import { isDigest, shortDigest } from '../src/oci/digest.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { ImageReport } from '../src/report/report.ts'

/** An image as the user named it, with the digest that was looked at: `example.com/app:1@sha256:0123456789ab`. */
export function formatImageName({ reference, digest }: ImageReport): string {
  if (reference.startsWith('assemble:')) return formatAssembled(reference, digest)
  const at = reference.lastIndexOf('@')
  const named = reference.slice(at + 1)
  if (at > 0 && isDigest(named)) return `${escapeControl(reference.slice(0, at), 300)}@${shortDigest(named)}`
  const name = escapeControl(reference, 300)
  return digest === undefined || at !== -1 ? name : `${name}@${shortDigest(digest)}`
}

/** Several images and the index they make: `assemble:app@sha256:{0123456789ab,…} (sha256:…)`, of several repositories each whole. */
function formatAssembled(reference: string, digest: ImageReport['digest']): string {
  const parts = reference.slice('assemble:'.length).split(',').map(splitPart)
  const [first] = parts
  const isAlike = parts.length > 1 && parts.every(({ name, short }) => name === first?.name && short !== '')
  const shown = isAlike
    ? `${first?.name}{${parts.map(({ short }) => short).join(',')}}`
    : parts.map(({ name, short }) => `${name}${short}`).join(',')
  const index = digest === undefined ? '' : ` (${shortDigest(digest)})`
  return `assemble:${escapeControl(shown, 300)}${index}`
}

/** `app@sha256:`, and the first twelve digits behind it. */
function splitPart(part: string): { readonly name: string; readonly short: string } {
  const [, name = part, digits = ''] = /^(.*@sha(?:256|512):)([a-f0-9]+)$/.exec(part.trim()) ?? []
  return { name, short: digits.slice(0, 12) }
}
