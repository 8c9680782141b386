import { HarnessError, type ErrorCode } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { readStart } from './body.ts'
import { readField } from './json-field.ts'
import { redactSecrets } from './redact.ts'
import { describeRequest, loginCommand, type RequestFacts } from './request-facts.ts'
import { parseRetryAfter } from './retry.ts'
import type { HttpResponse } from './http-message.ts'

const maxErrorBytes = 16 * 1024

/** What a registry says of its own refusal. */
interface RegistryAnswer {
  readonly code?: string
  readonly message?: string
}

/** The error that a status other than the wanted one means, with the registry's own words. Reads the body. */
export async function statusError(response: HttpResponse, facts: RequestFacts): Promise<HarnessError> {
  const { status } = response
  const isElsewhere = response.url.origin !== facts.url.origin
  const answer = parseAnswer(redactSecrets(await readStart(response, maxErrorBytes), facts.authorization.secrets))
  const words = [answer.code, answer.message === undefined ? undefined : quoteText(answer.message, 200)]
  const said = words.filter((word) => word !== undefined).join(' ')
  const retryAfterMs = parseRetryAfter(response.header('retry-after'))
  const url = describeRequest({ ...facts, url: response.url })
  return new HarnessError(
    codeOf(status),
    `${url}: ${status}${said === '' ? '' : ` ${said}`}${explain(status, isElsewhere, facts)}`,
    {
      hint: hintOf(status, isElsewhere, facts, retryAfterMs),
      details: {
        method: facts.method,
        url: url.slice(facts.method.length + 1),
        status,
        credentials: facts.authorization.kind,
        ...(answer.code === undefined ? {} : { registryCode: answer.code }),
        ...(answer.message === undefined ? {} : { registryMessage: answer.message }),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      },
      ...(facts.credentialProblem === undefined ? {} : { cause: facts.credentialProblem }),
    },
  )
}

function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403 || status === 407) return 'registry-denied'
  if (status === 404) return 'content-missing'
  if (status === 429) return 'registry-rate-limited'
  if (status === 408) return 'registry-timeout'
  // A success or a redirect that the request cannot have asked for.
  return status < 400 ? 'registry-invalid' : 'registry-failed'
}

function explain(status: number, isElsewhere: boolean, { authorization, credentialProblem }: RequestFacts): string {
  if (codeOf(status) !== 'registry-denied') return ''
  if (isElsewhere) return ' (where the registry redirects to)'
  if (credentialProblem !== undefined) return ` (without credentials: ${credentialProblem.message})`
  return authorization.kind === 'credentials' ? ' (with credentials)' : ' (without credentials)'
}

function hintOf(status: number, isElsewhere: boolean, facts: RequestFacts, retryAfterMs: number | undefined): string {
  const { host, authorization } = facts
  const login = loginCommand(host)
  switch (codeOf(status)) {
    case 'registry-denied':
      if (isElsewhere) return 'try again; if it stays, the storage of this registry is misconfigured'
      if (facts.credentialProblem?.hint !== undefined) return facts.credentialProblem.hint
      return authorization.kind === 'credentials'
        ? `the stored credentials do not give access: check the name, or run ${login} again`
        : `check the name; if the repository is private, run ${login}`
    case 'registry-rate-limited': {
      const wait = retryAfterMs === undefined ? 'wait' : `wait ${Math.ceil(retryAfterMs / 1000)} s`
      return authorization.kind === 'credentials'
        ? `${wait} and try again`
        : `${wait}, or run ${login} for a higher limit`
    }
    case 'content-missing':
      return 'the registry does not hold it: it was deleted, or never pushed'
    default:
      return `${host} has a problem: try again later`
  }
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes */
function parseAnswer(text: string): RegistryAnswer {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    const line = text.trim().split('\n')[0] ?? ''
    return line === '' || line.startsWith('<') ? {} : { message: line.slice(0, 200) }
  }
  const errors = readField(value, 'errors')
  const first: unknown = Array.isArray(errors) ? errors[0] : value
  const code = readField(first, 'code')
  const message = readField(first, 'message') ?? readField(first, 'details') ?? readField(first, 'error_description')
  return {
    ...(typeof code === 'string' && /^[\w-]{1,64}$/.test(code) ? { code } : {}),
    ...(typeof message === 'string' && message !== '' ? { message: message.slice(0, 200) } : {}),
  }
}
