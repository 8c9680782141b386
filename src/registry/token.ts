/** What a token is asked for; also what it is kept under. */
export interface TokenRequest {
  /** Whose credentials pay for it. */
  readonly host: string
  readonly repository: string
  readonly realm: URL
  readonly service?: string
  readonly scopes: readonly string[]
}

export interface Token {
  readonly value: string
  readonly lifetimeMs: number
  /** Whether it was given for credentials or to anybody. */
  readonly kind: 'anonymous' | 'credentials'
}

/** Tokens by (registry, realm, service, scope), each fetched once for all who wait for it. */
export interface TokenStore {
  get(request: TokenRequest): Promise<Token>
  /** Forgets a token the registry no longer takes, unless another has taken its place. */
  drop(request: TokenRequest, value: string): void
}

interface Entry {
  readonly token: Promise<Token>
  /** Until the answer has come, the one who asks later waits for it. */
  expiresAtMs: number
  value?: string
}

/** Part of a token's life that is not used: it must still be good when it arrives. */
const reservedShare = 0.1

export function createTokenStore(
  fetchToken: (request: TokenRequest) => Promise<Token>,
  now: () => number = () => performance.now(),
): TokenStore {
  const entries = new Map<string, Entry>()
  return {
    get(request) {
      const key = keyOf(request)
      const found = entries.get(key)
      if (found !== undefined && found.expiresAtMs > now()) return found.token
      const entry: Entry = { token: fetchToken(request), expiresAtMs: Infinity }
      entries.set(key, entry)
      entry.token.then(
        (token) => {
          entry.value = token.value
          entry.expiresAtMs = now() + token.lifetimeMs * (1 - reservedShare)
        },
        () => {
          if (entries.get(key) === entry) entries.delete(key)
        },
      )
      return entry.token
    },
    drop(request, value) {
      const key = keyOf(request)
      if (entries.get(key)?.value === value) entries.delete(key)
    },
  }
}

function keyOf({ host, repository, realm, service, scopes }: TokenRequest): string {
  return JSON.stringify([host, repository, realm.href, service, scopes.toSorted()])
}
