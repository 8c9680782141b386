import { describe, expect, it } from 'vitest'
import { noWants } from '../../../src/config/answer-wants.ts'
import { parseBytes } from '../../../src/config/bytes.ts'
import { parseDuration } from '../../../src/config/duration.ts'
import { readExpected } from '../../../src/config/expectation.ts'
import { parseHttpTarget, type HttpTarget } from '../../../src/config/http-target.ts'
import { readCount, readSwitch } from '../../../src/config/readers.ts'
import { splitShellWords } from '../../../src/config/shell-words.ts'

const invalid = expect.objectContaining({ code: 'config-invalid' })

describe('a duration', () => {
  it.each<[string | number, number]>([
    ['20s', 20_000],
    ['500ms', 500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['1h30m', 5_400_000],
    ['1m30s', 90_000],
    ['1s500ms', 1500],
    ['1.5s', 1500],
    ['0.5m', 30_000],
    ['24h', 86_400_000],
    ['20', 20_000],
    ['1.5', 1500],
    [20, 20_000],
    [0.25, 250],
    [' 20s ', 20_000],
    ['1ms', 1],
  ])('%j is %i milliseconds', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each([
    '',
    ' ',
    's',
    '20 s',
    '20S',
    '-1s',
    '0',
    '0s',
    '0ms',
    '1d',
    '30m1h',
    '1s1s',
    '1.5ms',
    '1e3',
    '0x10',
    'Infinity',
    '25h',
    '99999999999',
    '1,5s',
    '٢s',
    '.5s',
    '1.s',
    Number.NaN,
    Infinity,
    -1,
    0,
    1e9,
  ])('%j is none', (text) => {
    expect(() => parseDuration(text)).toThrow(invalid)
  })
})

describe('a size', () => {
  it.each<[string | number, number]>([
    ['512MiB', 536_870_912],
    ['512mib', 536_870_912],
    ['512m', 536_870_912],
    ['512 MiB', 536_870_912],
    ['1GB', 1_000_000_000],
    ['1g', 1_073_741_824],
    ['1.5g', 1_610_612_736],
    ['64k', 65_536],
    ['64kB', 64_000],
    ['100', 100],
    ['100b', 100],
    ['100B', 100],
    [4096, 4096],
    ['1TiB', 1_099_511_627_776],
  ])('%j is %i bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes)
  })

  it.each(['', 'MiB', '-1', '0', '0MiB', '1XB', '1e9', '1MiBs', '99999999TiB', '1,5g', -1, Number.NaN, Infinity])(
    '%j is none',
    (text) => {
      expect(() => parseBytes(text)).toThrow(invalid)
    },
  )
})

describe('what must answer over HTTP', () => {
  it.each<[string | number, Partial<HttpTarget>]>([
    ['5000', { port: 5000, path: '/' }],
    [5000, { port: 5000, path: '/' }],
    ['5000/', { port: 5000, path: '/' }],
    ['5000/health', { port: 5000, path: '/health' }],
    ['80/a/b?c=d&e=%20f', { port: 80, path: '/a/b?c=d&e=%20f' }],
    ['/health', { path: '/health' }],
    ['/', { path: '/' }],
    ['65535', { port: 65_535, path: '/' }],
    ['1', { port: 1, path: '/' }],
    ['https:8443', { scheme: 'https', port: 8443, path: '/' }],
    ['https:/health', { scheme: 'https', path: '/health' }],
    ['http:80', { port: 80, path: '/' }],
  ])('%j is %j', (text, target) => {
    expect(parseHttpTarget(text)).toEqual({ scheme: 'http', wants: noWants, ...target })
  })

  it.each([
    '',
    ' ',
    '0',
    'https:',
    'ftp:21',
    '65536',
    '99999',
    '123456',
    '-5',
    'health',
    ':5000',
    '5000health',
    '5000/a b',
    '/a\nb',
    '/ü',
    1.5,
  ])('%j is neither port nor path', (text) => {
    expect(() => parseHttpTarget(text)).toThrow(invalid)
  })

  it('is no URL, and the hint says what to leave out', () => {
    expect(() => parseHttpTarget('http://localhost:5000/health')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('5000/health asks the container') }),
    )
  })
})

describe('the words of a command', () => {
  it.each<[string, string[]]>([
    ['python app.py', ['python', 'app.py']],
    ['  python   app.py\t', ['python', 'app.py']],
    [`sh -c 'echo "a b"; exit 3'`, ['sh', '-c', 'echo "a b"; exit 3']],
    ['sh -c "echo \\"a\\" $HOME"', ['sh', '-c', 'echo "a" $HOME']],
    ['a\\ b c', ['a b', 'c']],
    [`--name='a b'x"c d"`, ['--name=a bxc d']],
    [`a '' ""`, ['a', '', '']],
    ['"a\\b"', ['a\\b']],
    [`'a\\'`, ['a\\']],
    ['a \\ ', ['a', ' ']],
    ['*.txt $(x) ;', ['*.txt', '$(x)', ';']],
    ['', []],
    ['ünï 日本', ['ünï', '日本']],
  ])('of %j are %j', (text, words) => {
    expect(splitShellWords(text)).toEqual(words)
  })

  it.each([`'`, `a 'b`, 'a "b', `a"b`, `it's`, 'a \\', '"a\\"'])('%j is not finished', (text) => {
    expect(() => splitShellWords(text)).toThrow(invalid)
  })
})

describe('the expected end', () => {
  it.each([0, 1, 42, 255])('exit:%i', (exitCode) => {
    expect(readExpected(`exit:${exitCode}`)).toMatchObject({ exitCode })
  })

  it.each(['exit', 'exit:', 'exit:256', 'exit:-1', 'exit:1.5', 'exit:0x1', 'exit 0', '0', 'Exit:0', 0])(
    '%j is none',
    (text) => {
      expect(() => readExpected(text)).toThrow(invalid)
    },
  )
})

describe('a switch', () => {
  it.each<[unknown, boolean]>([
    [true, true],
    [false, false],
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['yes', true],
    ['on', true],
    ['false', false],
    ['0', false],
    ['no', false],
    ['off', false],
  ])('%j is %j', (raw, value) => {
    expect(readSwitch(raw)).toBe(value)
  })

  it.each(['', 'maybe', 1, 0, null, [], {}])('%j is none', (raw) => {
    expect(() => readSwitch(raw)).toThrow(invalid)
  })
})

describe('a count', () => {
  it.each<[unknown, number]>([
    ['1', 1],
    [8, 8],
    ['256', 256],
  ])('%j is %i', (raw, count) => {
    expect(readCount(1, 256)(raw)).toBe(count)
  })

  it.each(['0', 0, 257, '1.5', 1.5, '-1', '1e2', '', ' 1', 'many', null, true, Number.NaN])(
    '%j is out of bounds',
    (raw) => {
      expect(() => readCount(1, 256)(raw)).toThrow(invalid)
    },
  )
})
