import { describe, expect, it } from 'vitest'
import { asInteger, asObject, asRecord, parseJson, parseWithin } from '../../../src/oci/json.ts'
import { thrownError } from './thrown-error.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const messageOf = (action: () => unknown): string => thrownError(action).message

describe('an object of unknown JSON', () => {
  const object = asObject({ text: 'a', number: 3, yes: true, none: null, list: ['a', 'b'], inner: { text: 'b' } })

  it('gives its fields by their type', () => {
    expect(object.string('text')).toBe('a')
    expect(object.integer('number')).toBe(3)
    expect(object.optionalBoolean('yes')).toBe(true)
    expect(object.strings('list')).toEqual(['a', 'b'])
    expect(object.object('inner').string('text')).toBe('b')
    expect(object.optionalRecord('inner')).toEqual({ text: 'b' })
    expect(object.keys()).toContain('inner')
  })

  it.each(['none', 'absent', '__proto__', 'constructor', 'toString'])('counts %s as absent', (key) => {
    expect(object.has(key)).toBe(false)
    expect(object.optionalString(key)).toBeUndefined()
    expect(object.optionalInteger(key)).toBeUndefined()
    expect(object.optionalBoolean(key)).toBeUndefined()
    expect(object.optionalObject(key)).toBeUndefined()
    expect(object.optionalRecord(key)).toBeUndefined()
    expect(object.strings(key)).toEqual([])
  })

  it.each([
    [() => object.string('absent'), 'absent is missing, it must be a string'],
    [() => object.string('none'), 'none must be a string, not null'],
    [() => object.string('number'), 'number must be a string, not 3'],
    [() => object.optionalString('list'), 'list must be a string, not an array'],
    [() => object.integer('text'), 'text must be a whole number from 0 to 9007199254740991, not the string "a"'],
    [() => object.integer('number', { min: 4, max: 5 }), 'number must be a whole number from 4 to 5, not 3'],
    [() => object.optionalBoolean('number'), 'number must be true or false, not 3'],
    [() => object.object('list'), 'list must be an object, not an array'],
    [() => object.strings('inner'), 'inner must be an array, not an object'],
    [() => object.object('inner').integer('text'), 'inner.text must be a whole number from 0 to 9007199254740991'],
    [() => object.list('list', asInteger), 'list[0] must be a whole number'],
    [() => asObject([]), 'the document must be an object, not an array'],
    [
      () =>
        asObject({ 'a b': { 'x.y': 1 } })
          .object('a b')
          .string('x.y'),
      '["a b"]["x.y"] must be a string, not 1',
    ],
  ])('says where it is wrong (%#)', (action, message) => {
    const error = thrownError(action)
    expect(error.code).toBe('content-invalid')
    expect(error.message).toContain(message)
  })

  it.each([0, 1, Number.MAX_SAFE_INTEGER])('takes %s as a whole number', (value) => {
    expect(asInteger(value, 'size')).toBe(value)
  })

  it.each([-1, 0.5, Number.NaN, Infinity, -Infinity, 2 ** 53, 1e300, '1', 1n, true, null, undefined, [1], {}])(
    'does not take %s as a whole number',
    (value) => {
      expect(thrownError(() => asInteger(value, 'size')).code).toBe('content-invalid')
    },
  )

  it('reads no more entries than its limit', () => {
    const long = asObject({ list: Array.from({ length: 10_001 }, () => 'a') })
    expect(thrownError(() => long.strings('list')).code).toBe('limit-exceeded')
    expect(long.list('list', (value) => value, { max: 10_001 })).toHaveLength(10_001)
  })
})

describe('a map of strings', () => {
  it('treats the names of built-in properties as keys like any other', () => {
    const record = asRecord(JSON.parse('{"__proto__":"a","constructor":"b","plain":"c"}'), 'labels')
    expect(Object.entries(record)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['plain', 'c'],
    ])
    expect(record['toString']).toBeUndefined()
    expect(Object.hasOwn(Object.prototype, 'plain')).toBe(false)
  })

  it('takes null for an empty value', () => {
    expect(asRecord({ a: null }, 'labels')).toEqual({ a: '' })
  })

  it.each([
    [{ a: 1 }, 'labels.a must be a string, not 1'],
    [{ 'org.acme/x': {} }, 'labels["org.acme/x"] must be a string, not an object'],
    [[], 'labels must be an object, not an array'],
  ])('refuses %j', (value, message) => {
    expect(messageOf(() => asRecord(value, 'labels'))).toBe(message)
  })

  it('has a limit for its entries and for each value', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, '']))
    expect(Object.keys(asRecord(many, 'labels'))).toHaveLength(10_000)
    expect(thrownError(() => asRecord({ ...many, more: '' }, 'labels')).code).toBe('limit-exceeded')
    expect(asRecord({ a: 'x'.repeat(1024 * 1024) }, 'labels')['a']).toHaveLength(1024 * 1024)
    expect(thrownError(() => asRecord({ a: 'x'.repeat(1024 * 1024 + 1) }, 'labels')).code).toBe('limit-exceeded')
  })
})

describe('parseJson', () => {
  it('reads UTF-8', () => {
    expect(parseJson(bytes('{"a":"ä€😀"}'), 'the index')).toEqual({ a: 'ä€😀' })
  })

  it.each([
    ['an empty document', bytes(''), 'the index is not JSON: it is empty'],
    ['a page', bytes('<html>'), 'the index is not JSON: it starts with "<html>"'],
    ['a cut document', bytes('{"a":'), 'the index is not JSON'],
    ['text after the end', bytes('{}{}'), 'the index is not JSON'],
    ['a comment', bytes('{} // x'), 'the index is not JSON'],
    ['NaN', bytes('{"size":NaN}'), 'the index is not JSON'],
    ['a byte order mark', bytes('\uFEFF{}'), 'the index is not JSON'],
    ['Latin-1', Uint8Array.of(0x22, 0xe4, 0x22), 'the index is not UTF-8 text'],
    ['half a surrogate pair', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), 'the index is not UTF-8 text'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x7b, 0x00), 'the index is not UTF-8 text'],
  ])('refuses %s', (_, document, message) => {
    const error = thrownError(() => parseJson(document, 'the index'))
    expect(error.code).toBe('content-invalid')
    expect(error.exitCode).toBe(3)
    expect(error.message).toContain(message)
  })

  it('does not start on a document above its limit', () => {
    expect(parseJson(bytes('[1]'), 'the index', 3)).toEqual([1])
    const error = thrownError(() => parseJson(bytes('[1,2]'), 'the index', 3))
    expect(error.code).toBe('limit-exceeded')
    expect(error.message).toBe('the index has 5 bytes, the limit is 3')
  })

  it('survives nesting as deep as the limit allows', () => {
    const deep = '['.repeat(2_000_000) + ']'.repeat(2_000_000)
    const object = asObject({ manifests: parseJson(bytes(deep), 'the index') })
    expect(messageOf(() => object.strings('manifests'))).toBe('manifests[0] must be a string, not an array')
  })

  it('does not let a document change the prototype of anything', () => {
    const object = asObject(parseJson(bytes('{"__proto__":{"os":"linux"}}'), 'the index'))
    expect(object.optionalString('os')).toBeUndefined()
    expect(object.keys()).toEqual(['__proto__'])
  })
})

describe('parseWithin', () => {
  it('names the document and the code of the caller, and keeps the cause', () => {
    const error = thrownError(() => parseWithin('the token', () => asObject({}).string('token'), 'registry-invalid'))
    expect(error.code).toBe('registry-invalid')
    expect(error.message).toBe('the token: token is missing, it must be a string')
    expect(error.details).toEqual({ path: 'token' })
    expect(error.cause).toBeInstanceOf(Error)
  })

  it('leaves other errors as they are', () => {
    const error = new TypeError('mine')
    const fail = (): never => {
      throw error
    }
    expect(() => parseWithin('the token', fail)).toThrow(error)
  })

  it('keeps the code of a limit', () => {
    const error = thrownError(() =>
      parseWithin('the token', () => parseJson(bytes('[1]'), 'it', 1), 'registry-invalid'),
    )
    expect(error.code).toBe('limit-exceeded')
    expect(error.message).toContain('the token: it has 3 bytes')
  })
})
