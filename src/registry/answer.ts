import { HarnessError } from '../errors.ts'
import type { AuthorizationTarget } from './authorization-target.ts'
import { parseChallenges, type Challenge } from './challenge.ts'
import type { Credential } from './credentials.ts'
import { usesPlainHttp } from './endpoint.ts'
import { isLoopback } from './host.ts'
import { redactUrl } from './redact.ts'
import type { SentAuthorization } from './request-facts.ts'
import type { RegistrySettings } from './settings.ts'
import type { TokenRequest } from './token.ts'

/** A token to ask for, or a header that needs nothing more. */
export type Answer = { readonly request: TokenRequest } | { readonly fixed: SentAuthorization }

/**
 * The best answer to a challenge: a token where one is offered, else user and password where there are some.
 * https://github.com/distribution/distribution/blob/v2.8.3/docs/spec/auth/token.md
 *
 * @throws HarnessError `registry-denied` where the token service would have to be asked without TLS
 */
export function chooseAnswer(
  header: string,
  target: AuthorizationTarget,
  credential: Credential | undefined,
  settings: RegistrySettings,
): Answer | undefined {
  const challenges = parseChallenges(header)
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'))
  if (credential?.kind === 'registry-token' && challenges.some(({ scheme }) => scheme === 'bearer'))
    return { fixed: withSecrets(`Bearer ${credential.token}`, [credential.token]) }
  if (bearer !== undefined) return { request: tokenRequest(bearer, target, settings) }
  if (credential?.kind === 'basic' && challenges.some(({ scheme }) => scheme === 'basic'))
    return { fixed: basicAuthorization(credential.username, credential.password) }
  return undefined
}

/** User and password as a header. https://www.rfc-editor.org/rfc/rfc7617 */
export function basicAuthorization(username: string, password: string): SentAuthorization {
  const encoded = Buffer.from(`${username}:${password}`).toString('base64')
  return withSecrets(`Basic ${encoded}`, [encoded, password])
}

/** True for requests that the same token answers. */
export function isSameRequest(left: TokenRequest, right: TokenRequest): boolean {
  return (
    left.realm.href === right.realm.href &&
    left.service === right.service &&
    left.scopes.toSorted().join(' ') === right.scopes.toSorted().join(' ')
  )
}

function withSecrets(header: string, secrets: readonly string[]): SentAuthorization {
  return { kind: 'credentials', header, secrets }
}

function tokenRequest(
  { parameters }: Challenge,
  target: AuthorizationTarget,
  settings: RegistrySettings,
): TokenRequest {
  const { endpoint, repository, actions, pullFrom } = target
  const service = parameters.get('service')
  const offered = (parameters.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '')
  const scopes = offered.length === 0 ? [`repository:${repository}:${actions}`] : offered
  const also = pullFrom === undefined ? [] : [`repository:${pullFrom}:pull`]
  return {
    host: endpoint.host,
    repository,
    realm: allowedRealm(parameters.get('realm') ?? '', endpoint.origin(), settings),
    ...(service === undefined ? {} : { service }),
    scopes: [...new Set([...scopes, ...also])],
  }
}

/** A registry reached by TLS, or from afar, must not lead credentials onto a wire that others can read. */
function allowedRealm(realm: string, origin: string, settings: RegistrySettings): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined
  if (url?.protocol === 'https:') return url
  const registry = new URL(origin)
  const isPlainRegistry = registry.protocol === 'http:' || isLoopback(registry.host)
  if (url?.protocol === 'http:' && isPlainRegistry && usesPlainHttp(url.host, settings)) return url
  const shown = url === undefined ? 'an address that is none' : redactUrl(url)
  throw new HarnessError('registry-denied', `${origin} names ${shown} as its token service, which is not asked`, {
    hint: 'a token service is asked by HTTPS only, or by plain HTTP on loopback and on hosts given to --plain-http',
    details: { url: origin },
  })
}
