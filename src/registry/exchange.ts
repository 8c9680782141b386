import type { Readable } from 'node:stream'
import { attemptExchange } from './attempt.ts'
import type { AuthorizationTarget } from './authorization-target.ts'
import { sendAuthorized } from './authorized.ts'
import { withDeadline } from './deadline.ts'
import type { Endpoint } from './endpoint.ts'
import { redactUrl } from './redact.ts'
import { sendFollowing } from './redirect.ts'
import { noAuthorization, type RequestFacts, type SentAuthorization } from './request-facts.ts'
import { withRetries, type Attempt } from './retry.ts'
import { sendByRightScheme } from './scheme.ts'
import type { Session } from './session.ts'
import type { HttpRequest, HttpResponse } from './http-message.ts'

/** A request of the registry protocol, to whichever endpoint serves it. */
export interface RegistryRequest {
  readonly method: HttpRequest['method']
  readonly repository: string
  /** After `/v2/<repository>/`; or a whole address of the endpoint, where the registry gave one. */
  readonly path: string | URL
  /** @default 'pull' */
  readonly actions?: AuthorizationTarget['actions']
  readonly pullFrom?: string
  readonly headers?: Readonly<Record<string, string>>
  /** A stream is opened each time it is sent: what was read of it does not come back. */
  readonly body?: Uint8Array | (() => Promise<Readable>)
  readonly lane?: HttpRequest['lane']
  /** @default those of the client; none for a mirror, which the registry stands behind, nor for a request that writes */
  readonly retries?: number
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
}

/** Reads the answer, whatever its status; the facts are for the error it may come to. */
export type Consume<T> = (response: HttpResponse, facts: RequestFacts) => Promise<T>

/** One request with all that may lie between it and its answer: challenges, redirects, retries, a deadline. */
export async function exchange<T>(
  session: Session,
  endpoint: Endpoint,
  request: RegistryRequest,
  consume: Consume<T>,
): Promise<T> {
  const { settings, transport, authorizer } = session
  const { method, actions = 'pull', headers = {}, body, lane, pullFrom } = request
  const repository = `${endpoint.prefix}${request.repository}`
  const target: AuthorizationTarget = {
    endpoint,
    repository,
    actions,
    ...(pullFrom === undefined ? {} : { pullFrom }),
  }
  const writes = method !== 'GET' && method !== 'HEAD'
  const urlNow = (): URL =>
    new URL(request.path instanceof URL ? request.path : `/v2/${repository}/${request.path}`, endpoint.origin())
  let authorization: SentAuthorization = noAuthorization

  const sendAs = async (sent: SentAuthorization, signal: AbortSignal): Promise<HttpResponse> => {
    authorization = sent
    const content = typeof body === 'function' ? await body() : body
    const url = urlNow()
    // An upload may be sent to another place than the one the credentials are for.
    const isOurs = url.origin === new URL(endpoint.origin()).origin
    const sentHeaders = sent.header !== undefined && isOurs ? { ...headers, authorization: sent.header } : headers
    const http: HttpRequest = {
      method,
      url,
      headers: sentHeaders,
      ...(content === undefined ? {} : { body: content }),
      ...(lane === undefined ? {} : { lane }),
      signal,
    }
    // What is written goes where it was meant to go, or nowhere.
    return writes ? transport.send(http) : sendFollowing(transport.send, http)
  }
  const facts = (): RequestFacts => {
    const credentialProblem = authorizer.problemWith(endpoint.host)
    const proxy = transport.proxyOf(urlNow())
    return {
      method,
      url: urlNow(),
      host: endpoint.host,
      authorization,
      ...(proxy === undefined ? {} : { proxy }),
      ...(credentialProblem === undefined ? {} : { credentialProblem }),
    }
  }
  const attempt = (signal: AbortSignal): Promise<Attempt<T>> =>
    attemptExchange(
      facts,
      signal,
      () =>
        sendAuthorized(authorizer, target, signal, (sent) => sendByRightScheme(endpoint, () => sendAs(sent, signal))),
      (response) => consume(response, facts()),
    )

  const retries = writes || endpoint.isMirror ? 0 : (request.retries ?? settings.retries)
  const deadlineMs = request.deadlineMs ?? settings.deadlineMs
  return withDeadline(deadlineMs, request.signal, `${method} ${redactUrl(urlNow())}`, (signal) =>
    withRetries({ retries, delayMs: settings.retryDelayMs }, signal, () => attempt(signal)),
  )
}
