import { BlockList, isIP } from 'node:net'
import { HarnessError } from '../errors.ts'
import { hostName, isLoopback } from './host.ts'

/** The values of `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. */
export interface ProxyVariables {
  readonly httpProxy?: string
  readonly httpsProxy?: string
  readonly noProxy?: string
}

/**
 * The proxy a request goes through, as Go's programs choose it (and so Docker): loopback never, `*` none at all, a
 * name with its subdomains, `.name` its subdomains only, addresses and CIDR ranges, each for one port where one is given.
 *
 * @throws HarnessError `config-invalid`
 */
export function proxyFor(url: URL, variables: ProxyVariables): URL | undefined {
  const value = url.protocol === 'https:' ? variables.httpsProxy : variables.httpProxy
  if (value === undefined || value.trim() === '') return undefined
  if (isLoopback(url.host) || isExempt(url, variables.noProxy ?? '')) return undefined
  return parseProxy(value.trim(), url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY')
}

function parseProxy(value: string, variable: string): URL {
  const text = value.includes('://') ? value : `http://${value}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^(https?|socks5?):$/.test(url.protocol) && url.hostname !== '') return url
  // The value itself may hold a password, so it is not shown.
  throw new HarnessError('config-invalid', `${variable} is not the address of a proxy`, {
    hint: `write it as ${variable}=http://proxy.example.com:3128`,
  })
}

function isExempt(url: URL, noProxy: string): boolean {
  const name = hostName(url.host)
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matchesEntry(entry.toLowerCase(), name, port))
}

function matchesEntry(entry: string, name: string, port: string): boolean {
  if (entry === '*') return true
  if (entry.includes('/')) return isInRange(entry, name)
  const entryPort = isIP(entry) === 6 ? undefined : /:(\d+)$/.exec(entry)?.[1]
  if (entryPort !== undefined && entryPort !== port) return false
  const pattern = isIP(entry) === 6 ? entry : hostName(entry).replace(/^\*\./, '.')
  if (isIP(pattern) !== 0) return isSameAddress(pattern, name)
  return pattern.startsWith('.') ? name.endsWith(pattern) : name === pattern || name.endsWith(`.${pattern}`)
}

function isSameAddress(left: string, right: string): boolean {
  return isInRange(`${left}/${isIP(left) === 6 ? 128 : 32}`, right)
}

function isInRange(range: string, name: string): boolean {
  const [network = '', prefix = ''] = range.split('/')
  const version = isIP(network)
  if (version === 0 || isIP(name) !== version || !/^\d{1,3}$/.test(prefix)) return false
  if (Number(prefix) > (version === 6 ? 128 : 32)) return false
  const family = version === 6 ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  list.addSubnet(network, Number(prefix), family)
  return list.check(name, family)
}
