import type { AuthorizationTarget } from './authorization-target.ts'
import type { Authorizer } from './authorizer.ts'
import { discardBody } from './body.ts'
import type { SentAuthorization } from './request-facts.ts'
import type { HttpResponse } from './http-message.ts'

/** At most: what is remembered is out of date, and its answer asks for another scope. */
const maxChallenges = 2

/** Sends with what is known to be wanted, and again with the answer to a challenge; never twice with the same. */
export async function sendAuthorized(
  authorizer: Authorizer,
  target: AuthorizationTarget,
  signal: AbortSignal,
  send: (sent: SentAuthorization) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  let sent = await authorizer.recall(target, signal)
  for (let challenges = 0; ; challenges++) {
    const response = await send(sent)
    const challenge = response.header('www-authenticate')
    if (response.status !== 401 || challenge === undefined || challenges === maxChallenges) return response
    // A challenge of wherever the registry redirected to is not ours to answer.
    if (response.url.origin !== new URL(target.endpoint.origin()).origin) return response
    const answer = await authorizer.answer({ target, challenge, sent, isAnswer: challenges > 0 }, signal)
    if (answer === undefined) return response
    await discardBody(response)
    sent = answer
  }
}
