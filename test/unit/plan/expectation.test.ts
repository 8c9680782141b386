import { expect, test } from 'vitest'
import { noWants } from '../../../src/config/answer-wants.ts'
import { readExpected } from '../../../src/config/expectation.ts'
import type { HttpTarget } from '../../../src/config/http-target.ts'
import type { ImageConfig } from '../../../src/oci/image-config.ts'
import { exposedTcpPorts, resolveExpectation, type Asked } from '../../../src/plan/expectation.ts'

function exposing(...exposedPorts: readonly string[]): ImageConfig {
  return { diffIds: [], config: { exposedPorts, env: [], labels: {}, volumes: [] } }
}

const http = (target: Partial<HttpTarget>): HttpTarget => ({ scheme: 'http', path: '/', wants: noWants, ...target })
const plain = { kind: 'http', scheme: 'http', wants: noWants }

test.each<[string, Asked, ImageConfig, unknown]>([
  [
    'a port and a path',
    { http: [http({ port: 5000, path: '/health' })] },
    exposing(),
    { kind: 'healthy', conditions: [{ ...plain, port: '5000/tcp', path: '/health' }] },
  ],
  [
    'a path, one port exposed',
    { http: [http({})] },
    exposing('8080/tcp', '53/udp'),
    { kind: 'healthy', conditions: [{ ...plain, port: '8080/tcp', path: '/' }] },
  ],
  [
    'an exit code and a line',
    { expected: readExpected(['exit:3', 'log:done']) },
    exposing('80/tcp'),
    { kind: 'exit', exitCode: 3, log: [{ kind: 'text', text: 'done' }] },
  ],
  [
    'nothing, ports exposed',
    {},
    exposing('80', '443/tcp', '53/udp'),
    { kind: 'healthy', conditions: [{ kind: 'listen', ports: ['80/tcp', '443/tcp'] }] },
  ],
  [
    'a port, a line and a command instead of the ports exposed',
    { expected: readExpected(['tcp:6379', 'log:/ready/', 'command:redis-cli ping']) },
    exposing('80'),
    {
      kind: 'healthy',
      conditions: [
        { kind: 'tcp', port: '6379/tcp' },
        { kind: 'command', command: ['redis-cli', 'ping'] },
        { kind: 'log', pattern: { kind: 'regex', source: 'ready', flags: '' } },
      ],
    },
  ],
  ['nothing, only UDP exposed', {}, exposing('53/udp'), { kind: 'stay' }],
  ['nothing, nothing exposed', {}, exposing(), { kind: 'stay' }],
])('%s', (_, asked, config, expectation) => {
  expect(resolveExpectation(asked, config)).toEqual(expectation)
})

test.each([
  ['none', exposing(), 'exposes no TCP port'],
  ['several', exposing('80/tcp', '443/tcp'), 'exposes 80/tcp, 443/tcp'],
])('a path alone says nothing when the image exposes %s', (_, config, message) => {
  expect(() => resolveExpectation({ http: [http({ path: '/x' })] }, config)).toThrow(message)
})

test.each<[string, readonly string[], readonly string[] | undefined, readonly string[]]>([
  ['words', ['CMD', 'curl', 'localhost'], undefined, ['curl', 'localhost']],
  ['a text', ['CMD-SHELL', 'curl localhost'], undefined, ['/bin/sh', '-c', 'curl localhost']],
  ['a text, with a shell of its own', ['CMD-SHELL', 'curl x'], ['/bin/ash', '-c'], ['/bin/ash', '-c', 'curl x']],
])('the HEALTHCHECK of an image, given as %s', (_, check, shell, command) => {
  const { config } = exposing()
  const image = { diffIds: [], config: { ...config, healthcheck: { test: check }, ...(shell && { shell }) } }
  const expectation = resolveExpectation({ expected: readExpected('healthcheck') }, image)
  expect(expectation).toEqual({ kind: 'healthy', conditions: [{ kind: 'healthcheck', command }] })
})

test.each([[undefined], [['NONE']], [['CMD']]])('no HEALTHCHECK to ask: %j', (check) => {
  const { config } = exposing()
  const image = { diffIds: [], config: { ...config, ...(check && { healthcheck: { test: check } }) } }
  expect(() => resolveExpectation({ expected: readExpected('healthcheck') }, image)).toThrow('no HEALTHCHECK')
})

test('what is said of every answer holds beside what is said of one; its own statuses count', () => {
  const wants = { ...noWants, statuses: [{ first: 204, last: 204 }], body: [{ kind: 'text', text: 'own' } as const] }
  const expected = readExpected(['status:200', 'body:all', 'tls:ca.pem'])
  const certificates = new Map([['ca.pem', 'PEM']])
  const asked = { http: [http({ port: 1, wants }), http({ port: 2, scheme: 'https' })], expected, certificates }
  const expectation = resolveExpectation(asked, exposing())
  expect(expectation).toMatchObject({
    conditions: [
      { wants: { statuses: [{ first: 204 }], body: [{ text: 'own' }, { text: 'all' }] } },
      { wants: { statuses: [{ first: 200 }] }, trust: { kind: 'authority', pem: 'PEM' } },
    ],
  })
})

test('ranges and nonsense are no ports', () => {
  expect(exposedTcpPorts(exposing('8000-8010/tcp', 'http', '', '123456/tcp'))).toEqual([])
})
