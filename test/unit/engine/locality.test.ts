import { describe, expect, it } from 'vitest'
import type { EngineAddress } from '../../../src/engine/endpoint.ts'
import type { EngineFacts } from '../../../src/engine/info.ts'
import { isBehindBridge, isLocalEngine, type OwnHost } from '../../../src/engine/locality.ts'

const socket: EngineAddress = { kind: 'unix', path: '/var/run/docker.sock' }
const own: OwnHost = {
  platform: 'linux',
  kernelVersion: '6.12.1',
  hostName: 'ada',
  memoryBytes: 8_000_000_000,
  inContainer: false,
}
const facts: EngineFacts = {
  id: 'A',
  version: '28.5.2',
  os: 'linux',
  architecture: 'amd64',
  kernelVersion: '6.12.1',
  imageStore: 'containerd',
  cores: 2,
  memoryBytes: 8_000_000_000,
  operatingSystem: 'Debian',
  hostName: 'ada',
  product: 'docker',
}

describe('an engine is local', () => {
  it.each<readonly [string, boolean, EngineAddress, Partial<EngineFacts>, Partial<OwnHost>]>([
    ['on the same kernel behind a socket', true, socket, {}, {}],
    ['on loopback', true, { kind: 'tcp', host: '127.0.0.1', port: 2375 }, {}, {}],
    ['seen from a container that was given its socket', true, socket, {}, { hostName: '3f2a', inContainer: true }],
    [
      "not in a desktop's machine",
      false,
      socket,
      { kernelVersion: '6.10.14-linuxkit', hostName: 'docker-desktop' },
      {},
    ],
    ['not in a machine of the same kernel with less memory', false, socket, { memoryBytes: 2_000_000_000 }, {}],
    ['not on a twin whose socket is forwarded', false, socket, { hostName: 'bob' }, {}],
    ['not on another host', false, { kind: 'tcp', host: 'ada.example', port: 2375 }, {}, {}],
    ['not through ssh', false, { kind: 'ssh', host: 'ada' }, {}, {}],
    ['not for a client that is not Linux', false, socket, {}, { platform: 'darwin' }],
    ['not when it runs Windows containers', false, socket, { os: 'windows' }, {}],
  ])('%s', (_, expected, address, engine, host) => {
    expect(isLocalEngine(address, { ...facts, ...engine }, { ...own, ...host })).toBe(expected)
  })
})

describe("an engine's loopback is another one", () => {
  it('only for a container that was given the socket of an engine outside', () => {
    const inside = { ...own, inContainer: true, hostName: '3f2a' }
    expect(isBehindBridge(socket, facts, inside)).toBe(true)
    expect(isBehindBridge(socket, { ...facts, hostName: '3f2a' }, inside)).toBe(false)
    expect(isBehindBridge(socket, facts, own)).toBe(false)
  })
})
