import { describe, expect, it } from 'vitest'
import { parseChallenges } from '../../../src/registry/challenge.ts'

type Parsed = readonly (readonly [string, Readonly<Record<string, string>>])[]

const rows: readonly (readonly [what: string, header: string, expected: Parsed])[] = [
  ['nothing', '', []],
  ['only separators', ' , ,, ', []],
  ['a scheme alone', 'Negotiate', [['negotiate', {}]]],
  ['a realm', 'Basic realm="Registry Realm"', [['basic', { realm: 'Registry Realm' }]]],
  [
    'what the hub says',
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/python:pull"',
    [
      [
        'bearer',
        {
          realm: 'https://auth.docker.io/token',
          service: 'registry.docker.io',
          scope: 'repository:library/python:pull',
        },
      ],
    ],
  ],
  [
    'commas in a quoted value',
    'Bearer scope="repository:a:pull,push"',
    [['bearer', { scope: 'repository:a:pull,push' }]],
  ],
  ['escapes in a quoted value', String.raw`Basic realm="a \"b\" \\ c"`, [['basic', { realm: String.raw`a "b" \ c` }]]],
  ['an empty quoted value', 'Bearer realm="",service="s"', [['bearer', { realm: '', service: 's' }]]],
  ['names in capitals', 'BEARER Realm="r",SERVICE="s"', [['bearer', { realm: 'r', service: 's' }]]],
  [
    'an address without quotes',
    'Bearer realm=https://auth.example.com/token?a=b,service=x',
    [['bearer', { realm: 'https://auth.example.com/token?a=b', service: 'x' }]],
  ],
  ['spaces around equals', 'Bearer realm = "r" , service= "s"', [['bearer', { realm: 'r', service: 's' }]]],
  [
    'several challenges in one header',
    'Negotiate, Basic realm="b", Bearer realm="r",service="s"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'b' }],
      ['bearer', { realm: 'r', service: 's' }],
    ],
  ],
  [
    'a token instead of parameters',
    'Negotiate YWJjZGVm==, Basic realm="b"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'b' }],
    ],
  ],
  ['a parameter written twice: the first', 'Bearer realm="one",realm="two"', [['bearer', { realm: 'one' }]]],
  ['a quote that never ends', 'Bearer realm="https://auth', [['bearer', { realm: 'https://auth' }]]],
  ['a parameter of no scheme', 'realm="x"', []],
  ['rubbish', '"", ((, ]] =', []],
  ['tabs', 'Bearer\trealm="r",\tservice="s"', [['bearer', { realm: 'r', service: 's' }]]],
  ['parameters without commas', 'Bearer realm="r" service="s"', [['bearer', { realm: 'r', service: 's' }]]],
]

describe('a WWW-Authenticate header', () => {
  it.each(rows)('may hold %s', (_, header, expected) => {
    const found = parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)])
    expect(found).toEqual(expected)
  })

  it('is read in one pass, however long it is', () => {
    const header = `Bearer realm="${'\\"'.repeat(200_000)}`
    expect(parseChallenges(header)[0]?.parameters.get('realm')).toHaveLength(200_000)
  })
})
