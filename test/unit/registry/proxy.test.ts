import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { proxyFor } from '../../../src/registry/proxy.ts'

const proxies = { httpProxy: 'http://plain.example.com:3128', httpsProxy: 'http://secure.example.com:3128' }

function through(url: string, noProxy = ''): string | undefined {
  return proxyFor(new URL(url), { ...proxies, noProxy })?.hostname
}

describe('the proxy of a request', () => {
  it('is chosen by the scheme of its address', () => {
    expect(through('https://ghcr.io/v2/')).toBe('secure.example.com')
    expect(through('http://registry.lan:5000/v2/')).toBe('plain.example.com')
  })

  it('is none where the variable for the scheme is not set or empty', () => {
    expect(proxyFor(new URL('https://ghcr.io'), { httpProxy: 'http://plain.example.com' })).toBeUndefined()
    expect(proxyFor(new URL('https://ghcr.io'), { httpsProxy: ' ' })).toBeUndefined()
  })

  it('may be written without a scheme', () => {
    expect(proxyFor(new URL('https://ghcr.io'), { httpsProxy: 'proxy.lan:3128' })?.href).toBe('http://proxy.lan:3128/')
  })

  it.each(['http://127.0.0.1:5000', 'http://localhost:5000', 'https://[::1]:5000', 'http://127.9.9.9'])(
    'is never used for loopback: %s',
    (url) => {
      expect(through(url)).toBeUndefined()
    },
  )

  it.each(['ftp://proxy.lan', 'http://', 'http://user:hunter2@:99999'])('must have an address: %s', (httpsProxy) => {
    const choose = (): unknown => proxyFor(new URL('https://ghcr.io'), { httpsProxy })
    expect(choose).toThrow(expect.objectContaining({ code: 'config-invalid' }))
    expect(choose).not.toThrow(/hunter2/)
    expect(choose).toThrow(HarnessError)
  })
})

describe('NO_PROXY', () => {
  it.each([
    ['*', 'https://ghcr.io', true],
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://registry.example.com', true],
    ['example.com', 'https://notexample.com', false],
    ['.example.com', 'https://registry.example.com', true],
    ['.example.com', 'https://example.com', false],
    ['*.example.com', 'https://registry.example.com', true],
    ['EXAMPLE.com', 'https://Registry.Example.COM', true],
    ['other.com, example.com', 'https://example.com', true],
    ['other.com example.com', 'https://example.com', true],
    ['example.com:443', 'https://example.com', true],
    ['example.com:5000', 'https://example.com', false],
    ['example.com:5000', 'https://example.com:5000', true],
    ['10.0.0.5', 'http://10.0.0.5:5000', true],
    ['10.0.0.5', 'http://10.0.0.50', false],
    ['10.0.0.0/8', 'http://10.200.0.1', true],
    ['10.0.0.0/8', 'http://11.0.0.1', false],
    ['10.0.0.0/8', 'https://ten.example.com', false],
    ['10.0.0.0/99', 'http://10.0.0.1', false],
    ['fd00::/8', 'http://[fd12::1]:5000', true],
    ['fd00::/8', 'http://[fe80::1]:5000', false],
    ['fd12::1', 'http://[fd12:0:0::1]', true],
    ['', 'https://ghcr.io', false],
    [' , ', 'https://ghcr.io', false],
  ] as const)('"%s" takes %s out: %s', (noProxy, url, isOut) => {
    expect(through(url, noProxy) === undefined).toBe(isOut)
  })
})
