import type { HarnessError } from '../errors.ts'
import type { CredentialSource } from './credentials.ts'
import type { ProxyVariables } from './proxy.ts'

/** One HTTP exchange, told when its body has ended: for `--debug` and for counting bytes. */
export interface RequestEvent {
  readonly method: string
  /** Without user, password, or the values of query parameters that may hold secrets. */
  readonly url: string
  /** Absent where no answer came. */
  readonly status?: number
  /** Of the body, as they came over the wire. */
  readonly receivedBytes: number
  readonly durationMs: number
}

export interface RegistryOptions {
  /** @default nobody's: every registry is asked anonymously */
  readonly credentials?: CredentialSource
  /** Hosts spoken to by plain HTTP, or true for all; loopback always is, unless its port speaks TLS. */
  readonly plainHttp?: boolean | readonly string[]
  /** Asked before the registry itself, by its host: `{ 'docker.io': ['mirror.example.com', 'http://10.0.0.2:5000'] }`. */
  readonly mirrors?: Readonly<Record<string, readonly string[]>>
  readonly proxy?: ProxyVariables
  /** PEM certificates trusted besides Node's own. */
  readonly ca?: string
  /** To connect, to the first byte of an answer, and between two pieces of a body. @default 30_000 */
  readonly timeoutMs?: number
  /** For a whole request with its retries (a streamed blob: until it starts). @default 120_000 */
  readonly deadlineMs?: number
  /** A streamed blob that stays slower than this, on the average after the first `timeoutMs`, ends. @default 4096 */
  readonly slowestBytesPerSecond?: number
  /** Attempts after the first, of GET and HEAD only. @default 3 */
  readonly retries?: number
  /** Before the first retry; doubles with each. @default 200 */
  readonly retryDelayMs?: number
  /** @default 4 MiB, which the specification asks registries to accept */
  readonly maxManifestBytes?: number
  /** @default 'everyarch' */
  readonly userAgent?: string
  /** Connections to one host for documents, and as many again for streamed blobs. @default 8 */
  readonly concurrency?: number
  readonly onRequest?: (event: RequestEvent) => void
  /** Told once per host that its credentials cannot be read; the registry is then asked anonymously. */
  readonly onWarning?: (warning: HarnessError) => void
}

const defaults = {
  plainHttp: false,
  mirrors: {},
  proxy: {},
  timeoutMs: 30_000,
  deadlineMs: 120_000,
  slowestBytesPerSecond: 4096,
  retries: 3,
  retryDelayMs: 200,
  maxManifestBytes: 4 * 1024 * 1024,
  userAgent: 'everyarch',
  concurrency: 8,
  credentials: async () => undefined,
  onRequest: () => {},
  onWarning: () => {},
} satisfies RegistryOptions

/** Options with their defaults filled in. */
export type RegistrySettings = Required<Omit<RegistryOptions, 'ca'>> & Pick<RegistryOptions, 'ca'>

export function resolveSettings(options: RegistryOptions): RegistrySettings {
  return { ...defaults, ...options }
}
