import { describe, expect, it } from 'vitest'
import { formatEngineAddress, parseEngineHost, type EngineAddress } from '../../../src/engine/endpoint.ts'

const tls = { verify: true, ca: 'CA' }

describe("an engine's address", () => {
  const rows: readonly (readonly [string, EngineAddress, string])[] = [
    [
      'unix:///run/user/1000/docker.sock',
      { kind: 'unix', path: '/run/user/1000/docker.sock' },
      'unix:///run/user/1000/docker.sock',
    ],
    ['unix://', { kind: 'unix', path: '/var/run/docker.sock' }, 'unix:///var/run/docker.sock'],
    ['/srv/docker.sock', { kind: 'unix', path: '/srv/docker.sock' }, 'unix:///srv/docker.sock'],
    ['./docker.sock', { kind: 'unix', path: './docker.sock' }, 'unix://./docker.sock'],
    [
      'npipe:////./pipe/docker_engine',
      { kind: 'npipe', path: '//./pipe/docker_engine' },
      'npipe:////./pipe/docker_engine',
    ],
    ['npipe://', { kind: 'npipe', path: '//./pipe/docker_engine' }, 'npipe:////./pipe/docker_engine'],
    [
      String.raw`\\.\pipe\docker_engine`,
      { kind: 'npipe', path: '//./pipe/docker_engine' },
      'npipe:////./pipe/docker_engine',
    ],
    ['tcp://10.0.0.7:2375', { kind: 'tcp', host: '10.0.0.7', port: 2375 }, 'tcp://10.0.0.7:2375'],
    ['tcp://build.example', { kind: 'tcp', host: 'build.example', port: 2375 }, 'tcp://build.example:2375'],
    ['build.example:4000', { kind: 'tcp', host: 'build.example', port: 4000 }, 'tcp://build.example:4000'],
    ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375 }, 'tcp://[::1]:2375'],
    ['http://127.0.0.1:2375/', { kind: 'tcp', host: '127.0.0.1', port: 2375 }, 'tcp://127.0.0.1:2375'],
    [
      'ssh://me@build.example:2222',
      { kind: 'ssh', host: 'build.example', port: 2222, user: 'me' },
      'ssh://me@build.example:2222',
    ],
    ['ssh://build', { kind: 'ssh', host: 'build' }, 'ssh://build'],
  ]

  it.each(rows)('%s is read and shown', (text, address, shown) => {
    expect(parseEngineHost(text)).toEqual(address)
    expect(formatEngineAddress(address)).toBe(shown)
  })

  it('has port 2376 with TLS where none is written', () => {
    expect(parseEngineHost('tcp://build.example', tls)).toEqual({ kind: 'tcp', host: 'build.example', port: 2376, tls })
  })

  it('keeps TLS off for http, and on for https', () => {
    expect(parseEngineHost('http://build.example:1', tls)).not.toHaveProperty('tls')
    expect(parseEngineHost('https://build.example')).toMatchObject({ port: 443, tls: { verify: true } })
  })

  it.each([
    'tcp://',
    'tcp://host:99999',
    'ftp://host',
    'tcp://host/prefix',
    'ssh://-oProxyCommand=touch',
    'ssh://-l@host',
    'a b:1',
  ])('%s is refused with the ways to write one', (text) => {
    expect(() => parseEngineHost(text)).toThrow(
      expect.objectContaining({ code: 'config-invalid', hint: expect.stringContaining('ssh://user@host') }),
    )
  })

  it('does not repeat a password in its error', () => {
    expect(() => parseEngineHost('ftp://me:secret@host')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    )
  })
})
