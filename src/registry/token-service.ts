import { HarnessError } from '../errors.ts'
import { basicAuthorization } from './answer.ts'
import { readBody } from './body.ts'
import type { Credential } from './credentials.ts'
import { withDeadline } from './deadline.ts'
import { readField } from './json-field.ts'
import { redactUrl } from './redact.ts'
import { sendFollowing } from './redirect.ts'
import { noAuthorization, type RequestFacts, type SentAuthorization } from './request-facts.ts'
import { attemptExchange } from './attempt.ts'
import { withRetries } from './retry.ts'
import type { RegistrySettings } from './settings.ts'
import { refuse } from './refuse.ts'
import type { Token, TokenRequest } from './token.ts'
import type { HttpRequest, HttpResponse } from './http-message.ts'
import type { Transport } from './transport.ts'

const maxTokenBytes = 1024 * 1024
/** https://github.com/distribution/distribution/blob/v2.8.3/docs/spec/auth/token.md#token-response-fields */
const defaultLifetimeMs = 60_000
/** What services that know no POST answer to it. */
const postRefusals = new Set([400, 401, 404, 405])

/** Asks a token service, by GET, or by POST where there is an identity token to exchange. */
export async function fetchToken(
  settings: RegistrySettings,
  transport: Transport,
  request: TokenRequest,
  credential: Credential | undefined,
): Promise<Token> {
  return withDeadline(settings.deadlineMs, undefined, `GET ${redactUrl(request.realm)}`, async (signal) => {
    if (credential?.kind === 'identity-token') {
      const exchanged = await exchangeIdentity(transport, request, credential.token, signal)
      if (exchanged !== undefined) return exchanged
    }
    const authorization = authorizationOf(credential)
    const facts: RequestFacts = { method: 'GET', url: queryUrl(request, credential), host: request.host, authorization }
    const policy = { retries: settings.retries, delayMs: settings.retryDelayMs }
    return withRetries(policy, signal, () =>
      attemptExchange(
        () => ({ ...facts, ...proxyFact(transport, facts.url) }),
        signal,
        () =>
          sendFollowing(transport.send, { method: 'GET', url: facts.url, headers: headersOf(authorization), signal }),
        (response) => readToken(response, facts),
      ),
    )
  })
}

/** https://github.com/distribution/distribution/blob/v2.8.3/docs/spec/auth/oauth.md */
async function exchangeIdentity(
  transport: Transport,
  request: TokenRequest,
  identityToken: string,
  signal: AbortSignal,
): Promise<Token | undefined> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    service: request.service ?? request.host,
    client_id: 'everyarch',
    scope: request.scopes.join(' '),
    refresh_token: identityToken,
  })
  const post: HttpRequest = {
    method: 'POST',
    url: request.realm,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form.toString()),
    signal,
  }
  const authorization: SentAuthorization = { kind: 'credentials', secrets: [identityToken] }
  const facts: RequestFacts = { method: 'POST', url: request.realm, host: request.host, authorization }
  const attempt = await attemptExchange(
    () => facts,
    signal,
    () => transport.send(post),
    async (response) => {
      if (!postRefusals.has(response.status)) return readToken(response, facts)
      await readBody(response, maxTokenBytes)
      return undefined
    },
  )
  if ('failed' in attempt) throw attempt.failed
  return attempt.done
}

function authorizationOf(credential: Credential | undefined): SentAuthorization {
  if (credential?.kind === 'basic') return basicAuthorization(credential.username, credential.password)
  if (credential?.kind === 'identity-token') return basicAuthorization(credential.username ?? '', credential.token)
  return { ...noAuthorization, kind: 'anonymous' }
}

function proxyFact(transport: Transport, url: URL): Pick<RequestFacts, 'proxy'> {
  const proxy = transport.proxyOf(url)
  return proxy === undefined ? {} : { proxy }
}

function headersOf({ header }: SentAuthorization): Record<string, string> {
  return header === undefined ? {} : { authorization: header }
}

function queryUrl({ realm, service, scopes }: TokenRequest, credential: Credential | undefined): URL {
  const url = new URL(realm)
  if (service !== undefined) url.searchParams.set('service', service)
  for (const scope of scopes) url.searchParams.append('scope', scope)
  if (credential?.kind === 'basic') url.searchParams.set('account', credential.username)
  return url
}

async function readToken(response: HttpResponse, facts: RequestFacts): Promise<Token> {
  if (response.status !== 200) return refuse(response, facts)
  const value = parseTokenJson(await readBody(response, maxTokenBytes))
  const token = stringField(value, 'token') ?? stringField(value, 'access_token')
  if (token === undefined) {
    throw new HarnessError('registry-invalid', `${redactUrl(response.url)} answers without a token`, {
      hint: 'the token service of this registry is misconfigured',
      details: { url: redactUrl(response.url) },
    })
  }
  const seconds = numberField(value, 'expires_in')
  const kind = facts.authorization.kind === 'credentials' ? 'credentials' : 'anonymous'
  return { value: token, kind, lifetimeMs: seconds === undefined ? defaultLifetimeMs : seconds * 1000 }
}

/** Without the parser's own message, which would show a piece of what may be a token. */
function parseTokenJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString())
  } catch {
    return undefined
  }
}

function stringField(value: unknown, name: string): string | undefined {
  const found = readField(value, name)
  // Anything else would be an attempt to smuggle lines into a header.
  return typeof found === 'string' && /^[\x21-\x7e]+$/.test(found) ? found : undefined
}

function numberField(value: unknown, name: string): number | undefined {
  const found = readField(value, name)
  return typeof found === 'number' && Number.isFinite(found) && found > 0 ? found : undefined
}
