import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { listOptions } from '../../../src/config/options.ts'

/** The raw values by setting, as the command line gave them. */
function given(...argv: string[]): Record<string, unknown> {
  const values = parseCommandLine(argv).given
  return Object.fromEntries(
    listOptions().flatMap(({ name, option }) => (values.has(option) ? [[name, values.get(option)?.raw]] : [])),
  )
}

describe('a command line', () => {
  it.each<[string, Record<string, unknown>]>([
    ['verify app', { image: ['app'] }],
    ['verify a b c', { image: ['a', 'b', 'c'] }],
    ['verify', {}],
    ['platforms app --json', { image: ['app'], json: true }],
    ['--json platforms app', { image: ['app'], json: true }],
    ['verify --platform linux/arm64 app', { image: ['app'], platform: ['linux/arm64'] }],
    ['verify app --platform=linux/arm64', { image: ['app'], platform: ['linux/arm64'] }],
    ['verify app --platform a,b --platform c', { image: ['app'], platform: ['a,b', 'c'] }],
    ['verify app --env A=1 --env B --env C=x=y', { image: ['app'], env: ['A=1', 'B', 'C=x=y'] }],
    ['verify app --http /health', { image: ['app'], http: ['/health'] }],
    ['verify app --strict --strict', { image: ['app'], strict: true }],
    ['verify app --no-strict', { image: ['app'], strict: false }],
    ['verify app --keep-images', { image: ['app'], keepImages: true }],
    ['verify app --remove-images', { image: ['app'], keepImages: false }],
    ['verify app --no-color', { image: ['app'], color: false }],
    ['verify app --color', { image: ['app'], color: true }],
    ['verify app -q', { image: ['app'], quiet: true }],
    ['verify app --timeout 20s --timeout 20s', { image: ['app'], timeout: '20s' }],
    ['verify app --command=-x', { image: ['app'], command: '-x' }],
    [
      'verify app -e A=1 -e B=2 -u 1000 -v ./a:/a -w /a -m 1g',
      { image: ['app'], env: ['A=1', 'B=2'], user: '1000', volume: ['./a:/a'], workdir: '/a', memory: '1g' },
    ],
    ['verify app -- serve --port 80 -v', { image: ['app'], command: ['serve', '--port', '80', '-v'] }],
    ['verify app --strict -- --strict', { image: ['app'], strict: true, command: ['--strict'] }],
    ['verify --output - app', { image: ['app'], output: '-' }],
    ['clean --engine desktop', { engine: ['desktop'] }],
    ['doctor', {}],
  ])('%s', (line, values) => {
    expect(given(...line.split(' '))).toEqual(values)
  })

  it('names the flag a value came by', () => {
    const { given: values } = parseCommandLine(['verify', 'app', '--remove-images'])
    expect([...values.values()].map(({ label }) => label)).toEqual(['--remove-images', 'IMAGE'])
  })

  it.each<[string, string, string | undefined]>([
    ['--help', 'help', undefined],
    ['-h', 'help', undefined],
    ['help', 'help', undefined],
    ['help verify', 'help', 'verify'],
    ['verify --help', 'help', 'verify'],
    ['verify app -h --timeout 3', 'help', 'verify'],
    ['--version', 'version', undefined],
    ['verify --version', 'version', 'verify'],
    ['verify app', 'verb', 'verify'],
    ['--json', 'verb', undefined],
  ])('"%s" wants %s of %s', (line, wants, verb) => {
    const parsed = parseCommandLine(line.split(' '))
    expect({ wants: parsed.wants, verb: parsed.verb }).toEqual({ wants, verb })
  })

  it('may be empty', () => {
    expect(parseCommandLine([])).toMatchObject({ wants: 'verb', given: new Map() })
  })
})

describe('a command line that is wrong', () => {
  it.each<[string, string, string]>([
    ['vrify app', 'there is no command "vrify"', 'did you mean everyarch verify?'],
    ['Platforms app', 'there is no command "Platforms"', 'did you mean everyarch platforms?'],
    ['ghcr.io/a/b:1', 'there is no command "ghcr.io/a/b:1"', 'did you mean everyarch verify ghcr.io/a/b:1?'],
    ['frobnicate', 'there is no command "frobnicate"', 'the commands are init, verify, platforms, inspect'],
    ['help frobnicate', 'there is no command "frobnicate"', 'the commands are'],
    ['verify app --plattform x', 'there is no flag --plattform', 'did you mean --platform?'],
    ['verify app --plat=x', 'there is no flag --plat', 'did you mean --platform?'],
    ['verify app --no-colour', 'there is no flag --no-colour', 'did you mean --no-color?'],
    ['verify app --frobnicate', 'there is no flag --frobnicate', 'see everyarch verify --help'],
    ['verify app --push', 'there is no flag --push', 'write --tag REF --publish'],
    ['verify app --log ready', 'there is no flag --log', 'write --expect log:TEXT'],
    ['verify app --status=200', 'there is no flag --status', 'write --expect status:200,204'],
    ['platforms app --status=200', 'there is no flag --status', 'see everyarch platforms --help'],
    ['verify app --constructor', 'there is no flag --constructor', 'see everyarch verify --help'],
    ['verify app -x', 'there is no flag -x', 'see everyarch verify --help'],
    ['--frobnicate', 'there is no flag --frobnicate', 'see everyarch --help'],
    ['verify app --no-json', 'there is no flag --no-json', ''],
    ['verify app --no-platform', 'there is no flag --no-platform', ''],
    ['platforms app --http 80', '--http is no flag of everyarch platforms', 'everyarch verify, bench have it'],
    ['-v', '-v needs a value', 'everyarch --version'],
    ['verify app -v', '-v needs a value', 'write -v HERE:THERE[:ro]'],
    ['verify app --timeout', '--timeout needs a value', 'write --timeout DURATION'],
    ['verify app --timeout=', '--timeout needs a value', 'write --timeout DURATION'],
    ['verify app --timeout --json', '--timeout needs a value, and --json looks like a flag', '--timeout=VALUE'],
    ['verify app --timeout 1 --timeout 2', '--timeout is given twice, with different values', 'give it once'],
    ['verify app --strict --no-strict', '--no-strict is given twice, with different values', ''],
    ['verify app --strict=yes', '--strict takes no value, and was given "yes"', 'write --strict alone'],
    ['verify app --no-strict=1', '--no-strict takes no value', ''],
    ['doctor app', 'everyarch doctor takes no image, and was given 1', 'see everyarch doctor --help'],
    ['plan a a', 'everyarch plan takes one image, and was given 2', 'verify, platforms, inspect'],
    ['doctor -- x', 'everyarch doctor takes no words after --', 'everyarch verify'],
    ['verify app --command x -- y', 'the command is given twice', 'give it once'],
    ['verify app --', 'nothing stands after --', ''],
  ])('%s: %s', (line, message, hint) => {
    expect(() => parseCommandLine(line.split(' '))).toThrow(
      expect.objectContaining({
        code: 'usage-invalid',
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    )
  })

  it('is quoted without its control characters', () => {
    expect(() => parseCommandLine(['\u001b[31mverify'])).toThrow('there is no command "\\u001b[31mverify"')
    expect(() => parseCommandLine(['verify', '--\u001b[31m'])).toThrow('there is no flag "--\\u001b[31m"')
  })
})
