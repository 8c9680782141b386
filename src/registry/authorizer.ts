import { HarnessError } from '../errors.ts'
import type { AuthorizationTarget } from './authorization-target.ts'
import type { Credential } from './credentials.ts'
import { untilAborted } from './deadline.ts'
import { noAuthorization, type SentAuthorization } from './request-facts.ts'
import type { RegistrySettings } from './settings.ts'
import type { TokenRequest, TokenStore } from './token.ts'
import type { Transport } from './transport.ts'

/** Answers challenges, and remembers the answers so that the next request needs no challenge. */
export interface Authorizer {
  /** What worked for this target before; nothing at first. */
  recall(target: AuthorizationTarget, signal: AbortSignal): Promise<SentAuthorization>
  /** Something better to send than what was refused; absent where there is none. */
  answer(refusal: Refusal, signal: AbortSignal): Promise<SentAuthorization | undefined>
  /** Why a registry's credentials could not be read, where that is so. */
  problemWith(host: string): HarnessError | undefined
}

export interface Refusal {
  readonly target: AuthorizationTarget
  /** The `WWW-Authenticate` header. */
  readonly challenge: string
  readonly sent: SentAuthorization
  /** What was sent answered an earlier challenge of the same request: the same answer again would go on for ever. */
  readonly isAnswer: boolean
}

type Memory = { readonly request: TokenRequest } | { readonly fixed: SentAuthorization }

export function createAuthorizer(settings: RegistrySettings, transport: Transport): Authorizer {
  const memory = new Map<string, Memory>()
  const lookups = new Map<string, Promise<Credential | undefined>>()
  const problems = new Map<string, HarnessError>()
  let tokens: Promise<TokenStore> | undefined

  const findCredential = (host: string, repository: string): Promise<Credential | undefined> => {
    const key = `${host}/${repository}`
    const found =
      lookups.get(key) ?? settings.credentials(host, repository).catch((thrown) => noteProblem(host, thrown))
    lookups.set(key, found)
    return found
  }
  // A public image must not fail because a helper of somebody's desktop is missing here.
  const noteProblem = (host: string, thrown: unknown): undefined => {
    if (!(thrown instanceof HarnessError)) throw thrown
    if (!problems.has(host)) settings.onWarning(thrown)
    problems.set(host, thrown)
  }
  const openTokens = async (): Promise<TokenStore> => {
    const [{ createTokenStore }, { fetchToken }] = await Promise.all([
      import('./token.ts'),
      import('./token-service.ts'),
    ])
    return createTokenStore(async (request) =>
      fetchToken(settings, transport, request, await findCredential(request.host, request.repository)),
    )
  }

  return {
    async recall(target, signal) {
      const known = memory.get(keyOf(target))
      if (known === undefined) return noAuthorization
      if ('fixed' in known) return known.fixed
      tokens ??= openTokens()
      return bearerAuthorization(await tokens, known.request, signal)
    },
    async answer({ target, challenge, sent, isAnswer }, signal) {
      const { host } = target.endpoint
      const credential = await untilAborted(findCredential(host, target.repository), signal)
      const { chooseAnswer, isSameRequest } = await import('./answer.ts')
      const answer = chooseAnswer(challenge, target, credential, settings)
      if (answer === undefined) return undefined
      const before = memory.get(keyOf(target))
      memory.set(keyOf(target), answer)
      if ('fixed' in answer) return answer.fixed.header === sent.header ? undefined : answer.fixed
      if (isAnswer && before !== undefined && 'request' in before && isSameRequest(before.request, answer.request))
        return undefined
      tokens ??= openTokens()
      const store = await tokens
      store.drop(answer.request, sent.header?.replace(/^Bearer /, '') ?? '')
      return bearerAuthorization(store, answer.request, signal)
    },
    problemWith: (host) => problems.get(host),
  }
}

async function bearerAuthorization(
  store: TokenStore,
  request: TokenRequest,
  signal: AbortSignal,
): Promise<SentAuthorization> {
  const { value, kind } = await untilAborted(store.get(request), signal)
  return { kind, header: `Bearer ${value}`, secrets: [value] }
}

function keyOf({ endpoint, repository, actions, pullFrom = '' }: AuthorizationTarget): string {
  return JSON.stringify([endpoint.origin(), repository, actions, pullFrom])
}
