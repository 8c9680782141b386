import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { parseCommandLine } from '../../../src/config/command-line.ts'
import { readEnvironment } from '../../../src/config/environment.ts'
import { resolveConfig } from '../../../src/config/resolve.ts'

async function request(line: string) {
  const commandLine = parseCommandLine(line.split(' '))
  const { verb } = commandLine
  if (verb === undefined) throw new Error(`no command: ${line}`)
  const environment = readEnvironment({})
  const config = await resolveConfig({ commandLine: { ...commandLine, verb }, environment, cwd: tmpdir() })
  return { verb, ...config.builderRequest }
}

it('a command of two words takes what follows as the name of a builder', async () => {
  expect(await request('--json builder inspect farm --bootstrap')).toMatchObject({
    verb: 'builder inspect',
    operands: ['farm'],
    isBootstrapped: true,
  })
  expect(await request('builder ls')).toMatchObject({ verb: 'builder ls', operands: [] })
})

it('a new builder has a place, settings, and whatever buildx knows besides', async () => {
  const line =
    'builder create --name farm --driver remote --driver-opt cacert=a.pem,cert=b.pem --driver-opt key=c.pem --use tcp://build:1234 -- --platform linux/arm64'
  expect(await request(line)).toEqual({
    verb: 'builder create',
    operands: ['tcp://build:1234'],
    name: 'farm',
    driver: 'remote',
    driverOptions: ['cacert=a.pem,cert=b.pem', 'key=c.pem'],
    isAppended: false,
    isUsed: true,
    isBootstrapped: false,
    buildxArgs: ['--platform', 'linux/arm64'],
  })
})

it.each([
  ['builder', /needs a second word/, 'write everyarch builder ls | create | use | inspect | rm'],
  ['builder creat', /no command builder "creat"/, 'did you mean everyarch builder create?'],
  ['builder use', /takes one name of a builder, and was given none/, /everyarch builder ls/],
  ['builder rm a b', /was given 2/, /everyarch builder ls/],
  ['builder create --driver remote', /needs the address of its buildkitd/, /tcp:\/\/HOST:PORT/],
  ['builder create --append', /--append needs --name/, /name the builder/],
  ['builder create --name -x', /--name needs a value/, /./],
  ['builder create --name 9lives', /"9lives" is not a name of a builder/, /begin with a letter/],
  ['builder create --driver docker', /"docker" is not/, undefined],
  ['builder ls --use', /--use is no flag of everyarch builder ls/, /everyarch builder create has it/],
])('%s: says what is wrong', async (line, message, hint) => {
  await expect((async () => request(line))()).rejects.toMatchObject({
    code: 'usage-invalid',
    message: expect.stringMatching(message),
    hint: hint === undefined ? undefined : expect.stringMatching(hint),
  })
})

it('the help of "builder" is that of all commands', () => {
  expect(parseCommandLine(['builder', '--help'])).toMatchObject({ wants: 'help' })
  expect(parseCommandLine(['help', 'builder', 'use'])).toMatchObject({ wants: 'help', verb: 'builder use' })
})
