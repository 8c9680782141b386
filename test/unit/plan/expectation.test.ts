import { expect, test } from 'vitest'
import type { ImageConfig } from '../../../src/oci/image-config.ts'
import { exposedTcpPorts, resolveExpectation } from '../../../src/plan/expectation.ts'

function exposing(...exposedPorts: readonly string[]): ImageConfig {
  return { diffIds: [], config: { exposedPorts, env: [], labels: {}, volumes: [] } }
}

test.each([
  [
    'a port and a path',
    { http: { port: 5000, path: '/health' } },
    exposing(),
    { kind: 'http', port: '5000/tcp', path: '/health' },
  ],
  [
    'a path, one port exposed',
    { http: { path: '/' } },
    exposing('8080/tcp', '53/udp'),
    { kind: 'http', port: '8080/tcp', path: '/' },
  ],
  ['an exit code', { exitCode: 3 }, exposing('80/tcp'), { kind: 'exit', exitCode: 3 }],
  ['nothing, ports exposed', {}, exposing('80', '443/tcp', '53/udp'), { kind: 'listen', ports: ['80/tcp', '443/tcp'] }],
  ['nothing, only UDP exposed', {}, exposing('53/udp'), { kind: 'stay' }],
  ['nothing, nothing exposed', {}, exposing(), { kind: 'stay' }],
])('%s', (_, asked, config, expectation) => {
  expect(resolveExpectation(asked, config)).toEqual(expectation)
})

test.each([
  ['none', exposing(), 'exposes no TCP port'],
  ['several', exposing('80/tcp', '443/tcp'), 'exposes 80/tcp, 443/tcp'],
])('a path alone says nothing when the image exposes %s', (_, config, message) => {
  expect(() => resolveExpectation({ http: { path: '/x' } }, config)).toThrow(message)
})

test('ranges and nonsense are no ports', () => {
  expect(exposedTcpPorts(exposing('8000-8010/tcp', 'http', '', '123456/tcp'))).toEqual([])
})
