import { isDigest, shortDigest } from '../src/oci/digest.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { ImageReport } from '../src/report/report.ts'

/** An image as the user named it, with the digest that was looked at: `example.com/app:1@sha256:0123456789ab`. */
export function formatImageName({ reference, digest }: ImageReport): string {
  const at = reference.lastIndexOf('@')
  const named = reference.slice(at + 1)
  if (at > 0 && isDigest(named)) return `${escapeControl(reference.slice(0, at), 300)}@${shortDigest(named)}`
  const name = escapeControl(reference, 300)
  return digest === undefined || at !== -1 ? name : `${name}@${shortDigest(digest)}`
}
