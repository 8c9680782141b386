import { HarnessError } from '../errors.ts'

/** Where an engine answers, and who said so. */
export interface EngineEndpoint {
  /** `default`, or the Docker context or host the user named. */
  readonly name: string
  /** Who named it, for people: `DOCKER_HOST`, `the Docker context "colima"`, `the usual socket`. */
  readonly source: string
  readonly address: EngineAddress
}

export type EngineAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'npipe'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: EngineTls }
  | { readonly kind: 'ssh'; readonly host: string; readonly port?: number; readonly user?: string }

/** What a TLS connection to the engine is made with: PEM texts, and the folder they lie in. */
export interface EngineTls {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  /** False only where the user's Docker context says so. */
  readonly verify: boolean
  readonly folder?: string
}

const defaultPipe = '//./pipe/docker_engine'
export const defaultSocket = '/var/run/docker.sock'

/**
 * An address as Docker spells it: `unix://…`, `npipe://…`, `tcp://host:port`, `ssh://user@host`, `host:port`, or the
 * path of a socket.
 * @throws HarnessError `config-invalid`
 */
export function parseEngineHost(text: string, tls?: EngineTls): EngineAddress {
  if (/^(?:\/\/\.|\\\\\.)[/\\]pipe[/\\]/.test(text)) return { kind: 'npipe', path: text.replaceAll('\\', '/') }
  if (/^(?:[/~]|\.\.?\/)/.test(text)) return { kind: 'unix', path: text }
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1]
  if (scheme === 'unix') return { kind: 'unix', path: text.slice(7) || defaultSocket }
  if (scheme === 'npipe') return { kind: 'npipe', path: text.slice(8).replaceAll('\\', '/') || defaultPipe }
  const url = URL.parse(scheme === undefined ? `tcp://${text}` : text)
  // WHATWG URLs keep the brackets of an IPv6 host; sockets do not want them.
  const host = url?.hostname.replace(/^\[(.*)\]$/, '$1')
  if (url === null || host === undefined || host === '') throw invalidHost(text)
  const port = url.port === '' ? undefined : Number(url.port)
  if (url.protocol === 'ssh:') {
    if (host.startsWith('-') || url.username.startsWith('-')) throw invalidHost(text)
    const user = decodeURIComponent(url.username)
    return { kind: 'ssh', host, ...(port !== undefined && { port }), ...(user !== '' && { user }) }
  }
  if (!['tcp:', 'http:', 'https:'].includes(url.protocol) || !['', '/'].includes(url.pathname)) throw invalidHost(text)
  const withTls = url.protocol === 'https:' ? (tls ?? { verify: true }) : url.protocol === 'http:' ? undefined : tls
  const schemePort = url.protocol === 'https:' ? 443 : url.protocol === 'http:' ? 80 : undefined
  return {
    kind: 'tcp',
    host,
    port: port ?? schemePort ?? (withTls === undefined ? 2375 : 2376),
    ...(withTls !== undefined && { tls: withTls }),
  }
}

/** The address for people, without credentials. */
export function formatEngineAddress(address: EngineAddress): string {
  if (address.kind === 'unix' || address.kind === 'npipe') return `${address.kind}://${address.path}`
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  if (address.kind === 'tcp') return `tcp://${host}:${address.port}`
  const user = address.user === undefined ? '' : `${address.user}@`
  return `ssh://${user}${host}${address.port === undefined ? '' : `:${address.port}`}`
}

/** What Docker's own client needs in its environment to take an engine, whatever else is there. */
export function clientVariables(address: EngineAddress): Readonly<Record<string, string | undefined>> {
  const tls = address.kind === 'tcp' ? address.tls : undefined
  return {
    DOCKER_HOST: formatEngineAddress(address),
    DOCKER_CONTEXT: undefined,
    DOCKER_TLS: tls === undefined || tls.verify ? undefined : '1',
    DOCKER_TLS_VERIFY: tls?.verify === true ? '1' : undefined,
    DOCKER_CERT_PATH: tls?.folder,
  }
}

function invalidHost(text: string): HarnessError {
  const shown = text.replace(/\/\/[^/@]*@/, '//')
  return new HarnessError('config-invalid', `"${shown}" is not an engine's address`, {
    hint: 'write unix:///path, tcp://host:port, ssh://user@host, npipe:////./pipe/name, or the name of a Docker context',
  })
}
