import { isIPv6 } from 'node:net'
import { HarnessError } from '../errors.ts'
import { isDigest, type Digest } from './digest.ts'
import { quoteText } from './quote.ts'

/** A parsed image reference in its full form: `docker.io/library/python:3`. */
export interface Reference {
  /** Host and optional port as in the full name: `docker.io`, `127.0.0.1:5000`, `[::1]:5000`. */
  readonly registry: string
  readonly repository: string
  readonly tag?: string
  readonly digest?: Digest
}

/** What a reference asks a registry for. */
export type ReferenceTarget =
  { readonly digest: Digest; readonly tag?: undefined } | { readonly tag: string; readonly digest?: undefined }

const maxTextLength = 1024
const maxRepositoryLength = 255
const hub = 'docker.io'

/**
 * An image reference as people write it, in its full form: `python` is `docker.io/library/python`. A tag that is left
 * out stays out, see {@link referenceTarget}. Stricter than the grammar where it lets through what no registry can be
 * reached by: impossible ports, hosts and IPv6 addresses.
 * https://github.com/distribution/reference/blob/main/reference.go
 *
 * @throws HarnessError `reference-invalid`
 */
export function parseReference(text: string): Reference {
  const refuse = (problem: string, hint?: string): never => {
    throw new HarnessError('reference-invalid', `${quoteText(text)} is not an image reference: ${problem}`, {
      hint: hint ?? 'a reference is [registry/]repository[:tag][@digest]: ghcr.io/acme/app:1.4',
    })
  }
  if (text === '') refuse('it is empty')
  if (text.length > maxTextLength) refuse(`it is ${text.length} characters long`)
  if (/^[a-f0-9]{64}$/.test(text)) refuse('it is an image id', `write repository@sha256:${text.slice(0, 12)}…`)
  if (isDigest(text)) refuse('it is a digest without a repository', `write repository@${text.slice(0, 19)}…`)
  if (/\s/.test(text)) refuse('it holds white space')
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0]
  if (scheme !== undefined) refuse(`it is a URL`, `leave out ${scheme}`)

  const { name, digest } = splitDigest(text, refuse)
  const { registry, remainder } = splitRegistry(name)
  const { path, tag } = splitTag(remainder, refuse)
  const repository = registry === hub && path !== '' && !path.includes('/') ? `library/${path}` : path
  checkRegistry(registry, refuse)
  if (/[A-Z]/.test(repository))
    refuse('repositories are lower case', `write ${quoteText(text.replace(path, () => path.toLowerCase()))}`)
  checkRepository(repository, refuse)
  return {
    registry,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** The full text: `docker.io/library/python:3@sha256:…`. */
export function formatReference(reference: Reference): string {
  return `${formatRepository(reference)}${formatSuffix(reference)}`
}

/** Registry and repository, what tags and digests are of: `ghcr.io/acme/app`. */
export function formatRepository(reference: Reference): string {
  return `${reference.registry}/${reference.repository}`
}

/**
 * The text as Docker shows it: `python:3` for what is on the hub, otherwise the full one. Unlike Docker's it always
 * reads back as the same reference: a hub repository whose first part looks like a host keeps its `docker.io/`.
 */
export function formatFamiliarReference(reference: Reference): string {
  if (reference.registry !== hub) return formatReference(reference)
  const official = /^library\/([^/]+)$/.exec(reference.repository)?.[1]
  const short = official ?? reference.repository
  return splitRegistry(short).remainder === short ? `${short}${formatSuffix(reference)}` : formatReference(reference)
}

/** The same repository by digest. The tag is left out: it no longer decides, and could come to name something else. */
export function withDigest(reference: Reference, digest: Digest): Reference {
  return { registry: reference.registry, repository: reference.repository, digest }
}

/** What the reference stands for: its digest, else its tag, else the tag `latest`. */
export function referenceTarget(reference: Reference): ReferenceTarget {
  return reference.digest === undefined ? { tag: reference.tag ?? 'latest' } : { digest: reference.digest }
}

type Refuse = (problem: string, hint?: string) => never

function formatSuffix({ tag, digest }: Reference): string {
  return `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`
}

function splitDigest(text: string, refuse: Refuse): { name: string; digest?: Digest } {
  const at = text.indexOf('@')
  if (at === -1) return { name: text }
  const digest = text.slice(at + 1)
  if (!isDigest(digest)) {
    const hint = isDigest(digest.toLowerCase()) ? 'digests are lower case' : 'a digest is sha256: and 64 hex digits'
    return refuse(`${quoteText(digest)} is not a digest`, hint)
  }
  return { name: text.slice(0, at), digest }
}

/**
 * The first part is a host when it can be nothing else: it has a dot, a colon or a capital letter, or is `localhost`.
 * https://github.com/distribution/reference/blob/main/normalize.go (`splitDockerDomain`)
 */
function splitRegistry(name: string): { registry: string; remainder: string } {
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(slash, 0))
  // A host in brackets with nothing behind it would read as a name and a tag.
  if (slash === -1 && name.startsWith('[')) return { registry: name, remainder: '' }
  if (slash === -1 || !(first === 'localhost' || /[.:A-Z]/.test(first) || first === ''))
    return { registry: hub, remainder: name }
  return { registry: first === 'index.docker.io' ? hub : first, remainder: name.slice(slash + 1) }
}

function splitTag(remainder: string, refuse: Refuse): { path: string; tag?: string } {
  const colon = remainder.indexOf(':')
  if (colon === -1) return { path: remainder }
  const tag = remainder.slice(colon + 1)
  if (tag === '') return refuse('there is nothing after the colon', 'name a tag, or leave out the colon')
  if (tag.length > 128) return refuse(`its tag is ${tag.length} characters long`, 'a tag has at most 128 characters')
  if (!/^\w[\w.-]*$/.test(tag))
    return refuse(`${quoteText(tag)} is not a tag`, 'a tag is letters, digits, _ . - and does not start with . or -')
  return { path: remainder.slice(0, colon), tag }
}

function checkRegistry(registry: string, refuse: Refuse): void {
  if (registry === '') refuse('it starts with a slash')
  const match = /^(\[[a-fA-F0-9:]+\]|[a-zA-Z0-9.-]+)(?::([0-9]+))?$/.exec(registry)
  const host = match?.[1] ?? ''
  const named = host.split('.').every((label) => /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(label))
  if (!(host.startsWith('[') ? isIPv6(host.slice(1, -1)) : named))
    refuse(
      `${quoteText(registry)} is not a registry's host`,
      isIPv6(registry) || /^[a-f0-9]*(:[a-f0-9]*){2,}$/i.test(registry)
        ? 'an IPv6 address stands in brackets: [::1]:5000/app'
        : 'a host is letters, digits, dots and hyphens, with an optional port: localhost:5000/app',
    )
  const port = match?.[2]
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535))
    refuse(`there is no port ${port.slice(0, 20)}`, 'a port is a number from 1 to 65535')
}

function checkRepository(repository: string, refuse: Refuse): void {
  if (repository === '') refuse('it names no repository')
  if (repository.length > maxRepositoryLength)
    refuse(`its repository is ${repository.length} characters long`, `it may have ${maxRepositoryLength} characters`)
  for (const part of repository.split('/')) {
    if (/^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/.test(part)) continue
    if (part === '') refuse('a part of its repository is empty', 'leave out the extra slash')
    refuse(
      `${quoteText(part)} cannot be part of a repository`,
      'each part is lower-case letters and digits, with single . or _, with __ or with hyphens between them',
    )
  }
}
