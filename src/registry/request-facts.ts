import type { HarnessError } from '../errors.ts'
import { redactUrl } from './redact.ts'

/** What an error says about the request it ended. */
export interface RequestFacts {
  readonly method: string
  readonly url: URL
  /** As the reference names it: `docker.io` for `registry-1.docker.io`. */
  readonly host: string
  readonly authorization: SentAuthorization
  /** The proxy it went through, without its password. */
  readonly proxy?: string
  /** Why the credentials for this host could not be read, where that is so. */
  readonly credentialProblem?: HarnessError
}

/** What a request carried to prove who asks. */
export interface SentAuthorization {
  readonly kind: 'none' | 'anonymous' | 'credentials'
  /** The value of its header; absent where it carried none. */
  readonly header?: string
  /** Texts that must not come back in a message. */
  readonly secrets: readonly string[]
}

export const noAuthorization: SentAuthorization = { kind: 'none', secrets: [] }

/** `GET https://ghcr.io/v2/acme/app/manifests/1`, without secrets. */
export function describeRequest({ method, url }: RequestFacts): string {
  return `${method} ${redactUrl(url)}`
}

/** The command that stores credentials for a registry. */
export function loginCommand(host: string): string {
  return host === 'docker.io' ? 'docker login' : `docker login ${host}`
}
