import type { ContainerInfo } from './protocol.ts'

/** What the platform's own `fetch` takes, and which port is asked. */
export interface FetchOptions extends RequestInit {
  /** `9000`, or `9000/tcp`. @default the first that is published */
  readonly port?: number | string
}

/** An answer that takes longer is none, unless a signal of its own says so. */
const fetchTimeoutMs = 30_000

/** Asks a container over HTTP; the error of one that is not reached names the address. */
export async function fetchFrom(
  container: ContainerInfo,
  path: string,
  { port, ...init }: FetchOptions = {},
): Promise<Response> {
  const { host, port: number } = findAddress(container, port)
  const url = new URL(path, `http://${host.includes(':') ? `[${host}]` : host}:${number}/`)
  try {
    return await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs), ...init })
  } catch (cause) {
    throw new Error(`no answer from ${url.href}${describe(cause)}`, { cause })
  }
}

function findAddress({ addresses }: ContainerInfo, port: number | string | undefined) {
  const wanted = port === undefined ? Object.keys(addresses)[0] : String(port)
  const address = wanted === undefined ? undefined : (addresses[wanted] ?? addresses[`${wanted}/tcp`])
  if (address !== undefined) return address
  const known = Object.keys(addresses).join(', ') || 'none is'
  const said =
    wanted === undefined ? 'the container has no published port' : `port ${wanted} of the container is not published`
  throw new Error(`${said} (${known}): name it in containerOptions.ports, or give --http to the run`)
}

function describe(cause: unknown): string {
  const reason = cause instanceof Error ? (cause.cause ?? cause) : cause
  return reason instanceof Error ? `: ${reason.message}` : ''
}
