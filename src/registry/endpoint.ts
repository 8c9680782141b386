import { HarnessError } from '../errors.ts'
import { isLoopback } from './host.ts'
import type { RegistrySettings } from './settings.ts'

/** A host that serves the registry protocol: the registry a reference names, or a mirror of it. */
export interface Endpoint {
  /** Whose credentials are used, as a reference or the mirror's setting names it. */
  readonly host: string
  /** Put before each repository's name, for mirrors that keep several registries apart by a path. */
  readonly prefix: string
  readonly isMirror: boolean
  /** Where it is found now: loopback may turn out to speak TLS. */
  origin(): string
  /** True once, for an endpoint that was asked by plain HTTP and has never answered so: from then on it is asked by HTTPS. */
  tryHttps(): boolean
  /** Goes back to plain HTTP after HTTPS worked no better. */
  revertToHttp(): void
  /** It answered: its scheme is right. */
  confirm(): void
}

/** Finds the endpoints of registries, and remembers what was learnt of each. */
export interface Endpoints {
  /** The mirrors of a host in their order, without those given up on; then the registry itself. */
  list(host: string): { readonly mirrors: readonly Endpoint[]; readonly registry: Endpoint }
  /** A mirror that does not answer is not asked again. */
  giveUp(mirror: Endpoint): void
}

export function createEndpoints(settings: RegistrySettings): Endpoints {
  const known = new Map<string, Endpoint>()
  const givenUp = new Set<Endpoint>()
  const remember = (key: string, make: () => Endpoint): Endpoint => {
    const endpoint = known.get(key) ?? make()
    known.set(key, endpoint)
    return endpoint
  }
  return {
    list: (host) => ({
      mirrors: (settings.mirrors[host] ?? [])
        .map((mirror) => remember(`mirror ${mirror}`, () => mirrorEndpoint(mirror, settings)))
        .filter((mirror) => !givenUp.has(mirror)),
      registry: remember(host, () => {
        const apiHost = host === 'docker.io' ? 'registry-1.docker.io' : host
        return createEndpoint(apiHost, usesPlainHttp(host, settings) ? 'http' : 'https', { host })
      }),
    }),
    giveUp: (mirror) => void givenUp.add(mirror),
  }
}

/** True for hosts that may be spoken to, and be sent credentials, without TLS. */
export function usesPlainHttp(host: string, { plainHttp }: Pick<RegistrySettings, 'plainHttp'>): boolean {
  return isLoopback(host) || (typeof plainHttp === 'boolean' ? plainHttp : plainHttp.includes(host))
}

function mirrorEndpoint(mirror: string, settings: RegistrySettings): Endpoint {
  const scheme = /^([^/]*):\/\//.exec(mirror)?.[1]
  const text = scheme === undefined ? `https://${mirror}` : mirror
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.hostname === '' || url.username !== '' || !/^https?:$/.test(url.protocol)) {
    throw new HarnessError('config-invalid', 'a mirror is not the address of a registry', {
      hint: 'write it as mirror.example.com, mirror.example.com/docker.io or http://10.0.0.2:5000',
    })
  }
  const path = url.pathname.replace(/^\/+|\/+$/g, '')
  const isPlain = scheme === 'http' || (scheme === undefined && usesPlainHttp(url.host, settings))
  return createEndpoint(url.host, isPlain ? 'http' : 'https', {
    host: url.host,
    prefix: path === '' ? '' : `${path}/`,
    isMirror: true,
  })
}

function createEndpoint(
  apiHost: string,
  preferred: 'http' | 'https',
  options: { readonly host: string; readonly prefix?: string; readonly isMirror?: boolean },
): Endpoint {
  let scheme = preferred
  let isSettled = preferred === 'https'
  return {
    host: options.host,
    prefix: options.prefix ?? '',
    isMirror: options.isMirror ?? false,
    origin: () => `${scheme}://${apiHost}`,
    tryHttps() {
      if (isSettled) return false
      isSettled = true
      scheme = 'https'
      return true
    },
    revertToHttp: () => void (scheme = 'http'),
    confirm: () => void (isSettled = true),
  }
}
