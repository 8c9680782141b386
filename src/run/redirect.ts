import { quoteText } from '../oci/quote.ts'
import { escapeControl } from '../report/escape.ts'

/** Where an application was asked, as it sees it: the port is the container's own. */
export interface Place {
  readonly scheme: 'http' | 'https'
  /** `5000/tcp`. */
  readonly port: string
  /** Path and query. */
  readonly path: string
}

export interface RedirectContext {
  readonly from: Place
  /** What the `Host` header said: `127.0.0.1:32768`. */
  readonly authority: string
  /** Where a port of the container is reached, if it is. */
  readonly reach: (port: string) => { readonly host: string; readonly port: number } | undefined
}

export type Redirect =
  | { readonly kind: 'inside'; readonly to: Place }
  /** It leads away from the container; `where` says where to. */
  | { readonly kind: 'outside'; readonly where: string }

const ownNames = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0'])

/** Where a `Location` leads: to the same container, or away from it. */
export function resolveRedirect(location: string, { from, authority, reach }: RedirectContext): Redirect {
  const base = `${from.scheme}://${authority}${from.path}`
  if (location.length > 8192 || !URL.canParse(location, base)) {
    return { kind: 'outside', where: quoteText(location, 60) }
  }
  const url = new URL(location, base)
  const outside = { kind: 'outside', where: escapeControl(url.host === '' ? url.href : url.host, 60) } as const
  const scheme = url.protocol === 'https:' ? 'https' : 'http'
  if (url.protocol !== `${scheme}:`) return outside
  const path = `${url.pathname}${url.search}`
  const asked = new URL(base)
  if (url.host === asked.host && scheme === from.scheme)
    return { kind: 'inside', to: { scheme, port: from.port, path } }
  if (!ownNames.has(url.hostname) && url.hostname !== asked.hostname) return outside
  const port = `${url.port === '' ? (scheme === 'https' ? 443 : 80) : url.port}/tcp`
  return reach(port) === undefined ? outside : { kind: 'inside', to: { scheme, port, path } }
}
