import { HarnessError, type ErrorCode } from '../errors.ts'
import { hostName } from './host.ts'
import { describeRequest, type RequestFacts } from './request-facts.ts'

/** What a broken exchange means, and whether another attempt may go better. */
export interface NetworkFailure {
  readonly error: HarnessError
  readonly isTransient: boolean
}

interface Kind {
  readonly code: ErrorCode
  readonly problem: string
  readonly hint: string
  readonly isTransient: boolean
}

const unreachable = (problem: string, isTransient: boolean, hint: string): Kind => ({
  code: 'registry-unreachable',
  problem,
  hint,
  isTransient,
})
const tls = (problem: string, hint: string): Kind => ({ code: 'registry-tls', problem, hint, isTransient: false })
const tooSlow = (problem: string): Kind => ({
  code: 'registry-timeout',
  problem,
  hint: 'try again, or allow more time',
  isTransient: true,
})
const brokenOff: Kind = {
  code: 'registry-failed',
  problem: 'the connection broke off before the answer was complete',
  hint: 'try again; if it stays, something between here and the registry cuts connections',
  isTransient: true,
}
const noNetwork = unreachable('there is no route to it', true, 'check the network and the proxy settings')
const checkProxy = 'check HTTPS_PROXY, HTTP_PROXY and NO_PROXY'
const checkName = 'check the name, the network and the proxy settings'
const trust = 'trust its certificate authority: NODE_EXTRA_CA_CERTS=ca.pem, or the ca option'

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['ENOTFOUND', unreachable('its name does not resolve', false, checkName)],
  ['EAI_AGAIN', unreachable('its name cannot be resolved now', true, checkName)],
  // Definite: nobody listens there, and a second later nobody will.
  ['ECONNREFUSED', unreachable('it refuses the connection', false, 'check that it runs, and its port')],
  ['EHOSTUNREACH', noNetwork],
  ['ENETUNREACH', noNetwork],
  ['EADDRNOTAVAIL', noNetwork],
  ['UND_ERR_PRX_TLS', unreachable('the proxy cannot be reached', false, checkProxy)],
  ['IDLE_CONNECT', tooSlow('it does not take the connection')],
  ['IDLE_ANSWER', tooSlow('nothing came in time')],
  ['UND_ERR_CONNECT_TIMEOUT', tooSlow('it does not take the connection')],
  ['ETIMEDOUT', tooSlow('it does not take the connection')],
  ['UND_ERR_HEADERS_TIMEOUT', tooSlow('no answer came in time')],
  ['UND_ERR_BODY_TIMEOUT', tooSlow('the answer stopped coming')],
  ['ECONNRESET', brokenOff],
  ['EPIPE', brokenOff],
  ['UND_ERR_SOCKET', brokenOff],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', brokenOff],
  ['CERT_HAS_EXPIRED', tls('its certificate has expired', 'ask whoever runs it to renew the certificate')],
  ['ERR_TLS_CERT_ALTNAME_INVALID', tls('its certificate is for another name', 'check the name of the registry')],
])

/** Turns what undici, TLS or the resolver threw into an error of the run; one that is one already stays as it is. */
export function networkFailure(thrown: unknown, facts: RequestFacts): NetworkFailure {
  if (thrown instanceof HarnessError) return { error: thrown, isTransient: false }
  const reason = errorCode(thrown)
  const { code, problem, hint, isTransient } = kinds.get(reason) ?? guessKind(reason, thrown, facts)
  const { proxy } = facts
  const isOnItsWay = code === 'registry-unreachable' || code === 'registry-timeout'
  const way = proxy === undefined ? '' : `by way of the proxy ${proxy}: `
  const error = new HarnessError(code, `${describeRequest(facts)}: ${way}${problem}`, {
    hint: proxy !== undefined && isOnItsWay ? checkProxy : hint,
    details: { method: facts.method, url: describeRequest(facts).slice(facts.method.length + 1), reason },
    cause: thrown,
  })
  return { error, isTransient }
}

/** True where a plain HTTP request was met by something that may well speak TLS. */
export function mayBeTlsPort(thrown: unknown): boolean {
  const code = errorCode(thrown)
  return code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || isParserError(code)
}

/** True where a TLS handshake was met by something that does not speak TLS. */
export function isPlainPort(thrown: unknown): boolean {
  return /^(ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)|EPROTO)$/.test(errorCode(thrown))
}

function guessKind(reason: string, thrown: unknown, facts: RequestFacts): Kind {
  if (isPlainPort(thrown)) {
    const host = hostName(facts.url.host) === hostName(facts.host) ? facts.host : facts.url.host
    return tls(`${host} does not speak TLS`, 'if it speaks plain HTTP on purpose, add --plain-http')
  }
  if (/^(ERR_SSL_|ERR_TLS_)/.test(reason))
    return tls('the TLS handshake failed', 'check the port, and its TLS settings')
  if (/CERT|SELF_SIGNED|ISSUER|UNABLE_TO_/.test(reason)) return tls('its certificate is not trusted', trust)
  if (isParserError(reason) || reason === 'UND_ERR_HEADERS_OVERFLOW')
    return { code: 'registry-invalid', problem: 'it does not speak HTTP', hint: 'check its port', isTransient: false }
  if (/prox/i.test(thrown instanceof Error ? thrown.message : ''))
    return unreachable('the proxy refuses', false, checkProxy)
  if (reason === 'UND_ERR_DESTROYED' || reason === 'UND_ERR_CLOSED')
    return { code: 'interrupted', problem: 'the client was closed', hint: 'run it again', isTransient: false }
  return { code: 'registry-failed', problem: 'the exchange failed', hint: checkName, isTransient: false }
}

/** The parser's errors come with a code of its own or with none. */
function isParserError(code: string): boolean {
  return code.startsWith('HPE_') || code === 'HTTPParserError'
}

function errorCode(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return 'unknown'
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code
  return thrown instanceof Error ? thrown.name : 'unknown'
}
