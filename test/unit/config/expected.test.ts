import { describe, expect, it } from 'vitest'
import { noWants } from '../../../src/config/answer-wants.ts'
import { readExpected } from '../../../src/config/expectation.ts'
import { readHttpTargets } from '../../../src/config/http-endpoint.ts'
import { InvalidParts } from '../../../src/config/parts.ts'

const invalid = expect.objectContaining({ code: 'config-invalid' })
const text = (word: string) => ({ kind: 'text', text: word })
const regex = (source: string, flags = '') => ({ kind: 'regex', source, flags })

describe('an expectation', () => {
  it.each<[string, object]>([
    ['exit:3', { exitCode: 3 }],
    ['status:200,2xx', { answer: { ...noWants, statuses: [range(200, 200), range(200, 299)] } }],
    ['body:a: b', { answer: { ...noWants, body: [text('a: b')] } }],
    ['body:/ok|up/i', { answer: { ...noWants, body: [regex('ok|up', 'i')] } }],
    [
      'json:$.status=ok',
      {
        answer: { ...noWants, json: [{ text: '$.status=ok', path: ['status'], value: { kind: 'equal', text: 'ok' } }] },
      },
    ],
    ['header:X-Ready', { answer: { ...noWants, headers: [{ name: 'x-ready' }] } }],
    ['header:X-Ready=yes', { answer: { ...noWants, headers: [{ name: 'x-ready', value: text('yes') }] } }],
    ['header:X-Ready: yes', { answer: { ...noWants, headers: [{ name: 'x-ready', value: text('yes') }] } }],
    ['tls:any', { trust: { kind: 'any' } }],
    ['tls:test/ca.pem', { trust: { kind: 'authority', file: 'test/ca.pem' } }],
    ['tcp:6379', { tcp: [6379] }],
    ['log:ready to accept', { log: [text('ready to accept')] }],
    [`command:sh -c 'a b'`, { commands: [['sh', '-c', 'a b']] }],
    ['healthcheck', { healthcheck: true }],
    ['healthcheck:false', { healthcheck: false }],
  ])('%s', (words, part) => {
    expect(readExpected(words)).toEqual({
      answer: noWants,
      tcp: [],
      log: [],
      commands: [],
      healthcheck: false,
      ...part,
    })
  })

  it('may be given several times, and all hold', () => {
    expect(readExpected(['log:a', 'log:b', 'tcp:1', 'healthcheck', 'status:204'])).toMatchObject({
      log: [text('a'), text('b')],
      tcp: [1],
      healthcheck: true,
      answer: { statuses: [range(204, 204)] },
    })
  })

  it('has the same words as keys of an object', () => {
    expect(
      readExpected([
        { log: [/ready/g, 'up'], tcp: [6379, 6380], command: ['pg_isready', '-q'], healthcheck: true },
        {
          status: [200, '3xx'],
          json: { '$.n': 3, '$.name': /^a/ },
          header: { Server: 'nginx' },
          body: 'x',
          tls: 'any',
        },
        'command:true',
      ]),
    ).toEqual({
      log: [regex('ready'), text('up')],
      tcp: [6379, 6380],
      commands: [['pg_isready', '-q'], ['true']],
      healthcheck: true,
      trust: { kind: 'any' },
      answer: {
        statuses: [range(200, 200), range(300, 399)],
        body: [text('x')],
        json: [
          { text: '$.n=3', path: ['n'], value: { kind: 'equal', text: '3' } },
          { text: '$.name=/^a/', path: ['name'], value: { kind: 'pattern', pattern: regex('^a') } },
        ],
        headers: [{ name: 'server', value: text('nginx') }],
      },
    })
  })

  it.each([
    'exit',
    'exits:0',
    'log:',
    'tcp:0',
    'tcp:70000',
    'status:600',
    'status:2x',
    'status:300-200',
    'json:status=ok',
    'json:$.a b',
    'json:$..a=1',
    'header:a b=c',
    'body:/(/',
    'body:/a/g',
    `body:${'x'.repeat(1001)}`,
    'command:',
    'healthcheck:perhaps',
    '',
    7,
    null,
    [['exit:0']],
    ['exit:0', 'exit:1'],
  ])('%j is none', (raw) => {
    expect(() => readExpected(raw)).toThrow(invalid)
  })
})

describe('what must answer over HTTP', () => {
  it('may be several, each with what its answer must be like', () => {
    const raw = [
      5000,
      '/ready',
      { port: 8443, path: '/health', tls: 'ca.pem', host: 'app.test', status: 204 },
      { path: '/', tls: true },
    ]
    expect(readHttpTargets(raw)).toEqual([
      { scheme: 'http', port: 5000, path: '/', wants: noWants },
      { scheme: 'http', path: '/ready', wants: noWants },
      {
        scheme: 'https',
        port: 8443,
        path: '/health',
        host: 'app.test',
        trust: { kind: 'authority', file: 'ca.pem' },
        wants: { ...noWants, statuses: [range(204, 204)] },
      },
      { scheme: 'https', path: '/', wants: noWants },
    ])
  })

  it('says everything that is wrong with it, and where', () => {
    const raw = [{ port: 0, path: 'health', statuz: 200, body: ['ok', '/(/'] }, {}, 'web', { port: 1, host: 'a b' }]
    const thrown = thrownBy(() => readHttpTargets(raw))
    expect(thrown).toBeInstanceOf(InvalidParts)
    if (!(thrown instanceof InvalidParts)) return
    expect(thrown.parts.map(({ where, error }) => `${where}: ${error.hint ?? error.message}`)).toEqual([
      '[0].statuz: did you mean status?',
      '[0].port: "0" is not a port: a port is 1 to 65535',
      '[0].path: a path begins with a slash: /health',
      '[0].body[1]: write /like this/, or the text itself without slashes',
      "[1]: write { port: 5000, path: '/health' }",
      '[2]: write 5000, 5000/path or /path; https:8443/path where it speaks TLS',
      '[3].host: write app.example.com',
    ])
  })

  it('is at least one', () => {
    expect(() => readHttpTargets([])).toThrow(invalid)
  })
})

function range(first: number, last: number) {
  return { first, last }
}

function thrownBy(act: () => unknown): unknown {
  try {
    return act()
  } catch (thrown) {
    return thrown
  }
}
