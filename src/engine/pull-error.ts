import { HarnessError, type ErrorCode } from '../errors.ts'
import { diskFull, isDiskFull } from './engine-error.ts'
import { plainText } from './engine-text.ts'

interface Cause {
  readonly code: ErrorCode
  readonly pattern: RegExp
  readonly hint: string
}

// Order matters: Docker Hub denies with "repository does not exist or may require docker login".
const causes: readonly Cause[] = [
  {
    code: 'registry-rate-limited',
    pattern: /toomanyrequests|too many requests|rate limit|\b429\b/i,
    hint: 'docker login raises the limit; or wait, or name a mirror',
  },
  {
    code: 'registry-denied',
    pattern:
      /unauthorized|authentication required|access denied|access to the resource is denied|forbidden|\b40[13]\b|no basic auth/i,
    hint: 'docker login to that registry, with an account that may pull',
  },
  {
    code: 'content-missing',
    pattern:
      /not found|manifest unknown|blob unknown|unknown blob|name unknown|no matching manifest|does not exist|\b404\b/i,
    hint: 'the index names content that its registry lacks: push it again',
  },
  {
    code: 'pull-failed',
    pattern: /server gave HTTP response to HTTPS client/i,
    hint: "the registry speaks plain HTTP: add it to the engine's insecure-registries",
  },
  {
    code: 'pull-failed',
    pattern:
      /no such host|connection re(?:fused|set)|i\/o timeout|network is unreachable|deadline exceeded|x509|tls:|proxyconnect|: EOF$/i,
    hint: 'the engine reaches registries by its own network, names, proxy and certificates, not by those of this process',
  },
  {
    code: 'pull-failed',
    pattern: /\b50[0-9] (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout)/i,
    hint: 'the registry, or what is in front of it, has a problem: try again later',
  },
]

/** The error for what an engine said while it pulled: its words, and what they mean. */
export function pullError(what: string, said: string): HarnessError {
  const message = plainText(said)
  if (isDiskFull(message)) return diskFull(message)
  const cause = causes.find(({ pattern }) => pattern.test(message))
  return new HarnessError(cause?.code ?? 'pull-failed', `the engine could not pull ${what}: ${message}`, {
    hint: cause?.hint ?? 'try docker pull with the same reference, and see what the engine logged',
    details: { engineMessage: message },
  })
}
