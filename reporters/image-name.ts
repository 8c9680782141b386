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

/** Several images and the index they make: `assemble:app@sha256:0123456789ab,app@sha256:… (sha256:…)`. */
function formatAssembled(reference: string, digest: ImageReport['digest']): string {
  const parts = reference.replace(/(@sha(?:256|512):[a-f0-9]{12})[a-f0-9]+/g, '$1')
  return `${escapeControl(parts, 300)}${digest === undefined ? '' : ` (${shortDigest(digest)})`}`
}
