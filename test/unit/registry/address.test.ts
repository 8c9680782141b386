import { describe, expect, it } from 'vitest'
import { createEndpoints, usesPlainHttp } from '../../../src/registry/endpoint.ts'
import { isLoopback } from '../../../src/registry/host.ts'
import { redactSecrets, redactUrl } from '../../../src/registry/redact.ts'
import { resolveSettings } from '../../../src/registry/settings.ts'

function origins(host: string, mirrors: Record<string, readonly string[]> = {}): readonly string[] {
  const { mirrors: found, registry } = createEndpoints(resolveSettings({ mirrors })).list(host)
  return [...found, registry].map((endpoint) => `${endpoint.origin()}/v2/${endpoint.prefix}`)
}

describe('a host', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:5000',
    '127.255.0.3',
    'localhost',
    'LOCALHOST:80',
    'a.localhost',
    '[::1]',
    '[::1]:5000',
  ])('%s is this machine', (host) => {
    expect(isLoopback(host)).toBe(true)
  })
  it.each(['127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1', '[::2]:5000', '128.0.0.1', 'ghcr.io'])(
    '%s is another one',
    (host) => {
      expect(isLoopback(host)).toBe(false)
    },
  )
  it('is spoken to by plain HTTP on loopback, where it is named, or everywhere', () => {
    expect(usesPlainHttp('127.0.0.1:5000', { plainHttp: false })).toBe(true)
    expect(usesPlainHttp('lan:5000', { plainHttp: false })).toBe(false)
    expect(usesPlainHttp('lan:5000', { plainHttp: ['lan:5000'] })).toBe(true)
    expect(usesPlainHttp('lan:5001', { plainHttp: ['lan:5000'] })).toBe(false)
    expect(usesPlainHttp('lan:5001', { plainHttp: true })).toBe(true)
  })
})

describe('the endpoints of a registry', () => {
  it('are found by its name, the hub elsewhere', () => {
    expect(origins('docker.io')).toEqual(['https://registry-1.docker.io/v2/'])
    expect(origins('ghcr.io')).toEqual(['https://ghcr.io/v2/'])
    expect(origins('[::1]:5000')).toEqual(['http://[::1]:5000/v2/'])
  })

  it('begin with its mirrors, written as hosts, with a path, or as addresses', () => {
    const mirrors = { 'docker.io': ['mirror.example.com', 'harbor.lan/hub', 'http://10.0.0.2:5000/', '127.0.0.1:5000'] }
    expect(origins('docker.io', mirrors)).toEqual([
      'https://mirror.example.com/v2/',
      'https://harbor.lan/v2/hub/',
      'http://10.0.0.2:5000/v2/',
      'http://127.0.0.1:5000/v2/',
      'https://registry-1.docker.io/v2/',
    ])
    expect(origins('ghcr.io', mirrors)).toEqual(['https://ghcr.io/v2/'])
  })

  it.each(['', 'ftp://mirror', 'https://user:secret@mirror'])('must be addresses: "%s"', (mirror) => {
    expect(() => origins('docker.io', { 'docker.io': [mirror] })).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: expect.not.stringContaining('secret') }),
    )
  })
})

describe('an address in a message', () => {
  it.each([
    ['https://user:secret@ghcr.io/v2/', 'https://ghcr.io/v2/'],
    ['https://s3.example.com/blob?X-Amz-Signature=secret', 'https://s3.example.com/blob?X-Amz-Signature=…'],
    ['https://r/v2/a/tags/list?n=5&last=b', 'https://r/v2/a/tags/list?n=5&last=b'],
    [
      'https://a/token?service=s&scope=repository:a:pull&account=me',
      'https://a/token?service=s&scope=repository:a:pull&account=…',
    ],
  ])('%s is shown as %s', (url, shown) => {
    expect(redactUrl(new URL(url))).toBe(shown)
  })

  it('does not repeat secrets that a server sends back', () => {
    expect(redactSecrets('you sent abc and abc', ['abc', ''])).toBe('you sent [redacted] and [redacted]')
  })
})
