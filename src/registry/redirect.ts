import { HarnessError } from '../errors.ts'
import { discardBody } from './body.ts'
import { redactUrl } from './redact.ts'
import type { HttpRequest, HttpResponse } from './http-message.ts'

const maxRedirects = 5
const redirectStatuses = new Set([301, 302, 303, 307, 308])

/**
 * Sends a request and follows where it is sent on to. Credentials stay with the origin they were meant for: the first
 * hop to another one drops them for good, also when a later hop leads back.
 *
 * @throws HarnessError `registry-invalid` for a loop, a missing address, or a step down from HTTPS to HTTP
 */
export async function sendFollowing(
  send: (request: HttpRequest) => Promise<HttpResponse>,
  request: HttpRequest,
): Promise<HttpResponse> {
  let current = request
  for (let hops = 0; ; hops++) {
    const response = await send(current)
    if (!redirectStatuses.has(response.status)) return response
    await discardBody(response)
    const next = nextUrl(response)
    if (hops === maxRedirects) throw invalid(response.url, `was redirected more than ${maxRedirects} times`)
    if (current.url.protocol === 'https:' && next.protocol === 'http:')
      throw invalid(response.url, `redirects from HTTPS to plain HTTP (${redactUrl(next)})`)
    const { authorization: _, ...withoutCredentials } = current.headers
    const headers = next.origin === current.url.origin ? current.headers : withoutCredentials
    current = { ...current, url: next, headers }
  }
}

function nextUrl(response: HttpResponse): URL {
  const location = response.header('location') ?? ''
  const url = location !== '' && URL.canParse(location, response.url.href) ? new URL(location, response.url) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw invalid(response.url, 'redirects to no address')
  // Anything before an @ would become credentials for a host the registry chose.
  url.username = ''
  url.password = ''
  url.hash = ''
  return url
}

function invalid(url: URL, problem: string): HarnessError {
  return new HarnessError('registry-invalid', `${redactUrl(url)} ${problem}`, {
    hint: 'something between here and the registry answers in its place, or the registry is misconfigured',
    details: { url: redactUrl(url) },
  })
}
