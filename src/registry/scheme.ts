import { readStart } from './body.ts'
import type { Endpoint } from './endpoint.ts'
import type { HttpResponse } from './http-message.ts'

/** What servers answer by plain HTTP on a port that speaks TLS. */
const tlsPortAnswer = /HTTPS (?:server|port)|speaking plain HTTP to an SSL/i
const maxAnswerBytes = 4096

/**
 * Sends; where plain HTTP meets a port that speaks TLS, sends again by HTTPS and stays with it. If that is no better,
 * what plain HTTP met is what the caller gets.
 */
export async function sendByRightScheme(endpoint: Endpoint, send: () => Promise<HttpResponse>): Promise<HttpResponse> {
  const origin = endpoint.origin()
  let met: { readonly thrown: unknown } | { readonly response: HttpResponse }
  try {
    const response = await send()
    if (response.status !== 400 || !response.url.href.startsWith('http:')) {
      endpoint.confirm()
      return response
    }
    const text = await readStart(response, maxAnswerBytes)
    met = { response: { ...response, body: once(Buffer.from(text)) } }
    if (!tlsPortAnswer.test(text)) return met.response
  } catch (thrown) {
    const { mayBeTlsPort } = await import('./network-error.ts')
    if (!mayBeTlsPort(thrown)) throw thrown
    met = { thrown }
  }
  // Another request may have found out meanwhile.
  if (endpoint.origin() === origin && !endpoint.tryHttps()) return giveBack(met)
  try {
    return await send()
  } catch (second) {
    const { isPlainPort, mayBeTlsPort } = await import('./network-error.ts')
    // A port that speaks TLS and is not trusted is told as such.
    if (!mayBeTlsPort(second) && !isPlainPort(second)) throw second
    endpoint.revertToHttp()
    return giveBack(met)
  }
}

function giveBack(met: { readonly thrown: unknown } | { readonly response: HttpResponse }): HttpResponse {
  if ('response' in met) return met.response
  throw met.thrown
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes
}
