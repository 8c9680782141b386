import { expect, test } from 'vitest'
import { followJsonPath, parseJsonPath } from '../../../src/config/json-path.ts'

const document = {
  status: 'ok',
  checks: [{ state: 'up' }, { state: 'down' }],
  'a b': { "it's": 1 },
  none: null,
  ünï: 2,
}

test.each([
  ['$', document],
  ['$.status', 'ok'],
  ['$.checks[0].state', 'up'],
  ['$.checks[-1].state', 'down'],
  [`$['a b']['it\\'s']`, 1],
  ['$["a b"]["it\'s"]', 1],
  ['$.ünï', 2],
  ['$.none', null],
  ['$.checks[2]', undefined],
  ['$.checks.state', undefined],
  ['$.status[0]', undefined],
  ['$.status.length', undefined],
  ['$.toString', undefined],
  ['$.none.x', undefined],
])('%s leads to %j', (text, value) => {
  const { path, length } = parseJsonPath(text)
  expect(length).toBe(text.length)
  expect(followJsonPath(document, path)).toEqual(value)
})

test('a path ends where its text goes on with something else', () => {
  expect(parseJsonPath('$.a=b.c')).toEqual({ path: ['a'], length: 3 })
})

test.each(['a', '', `$${'.a'.repeat(51)}`])('%j is no path', (text) => {
  expect(() => parseJsonPath(text)).toThrow(expect.objectContaining({ code: 'config-invalid' }))
})
