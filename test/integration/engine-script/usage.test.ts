import { describe, expect, test } from 'vitest'
import { openMachine } from './machine.ts'

describe('called in a wrong way', () => {
  test.for([
    { args: [], says: 'a command is missing' },
    { args: ['start'], says: 'unknown command: start' },
    { args: ['up', 'now'], says: 'up takes no argument, got: now' },
    { args: ['base'], says: 'base takes one argument' },
    { args: ['base', 'perl'], says: 'there is no example named perl' },
    { args: ['base', '../flask'], says: 'there is no example named ../flask' },
  ])('$args ends with exit code 2 and points to the help', async ({ args, says }) => {
    await using machine = await openMachine()
    const { exitCode, stdout, stderr } = await machine.engine(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(says)
    expect(stderr).toContain('scripts/engine --help')
  })
})

test.for(['--help', '-h', 'help'])('%s explains every command and variable on standard output', async (flag) => {
  await using machine = await openMachine()
  const { exitCode, stdout, stderr } = await machine.engine([flag])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const words = ['up', 'down', 'status', 'env', 'base', 'EVERYARCH_ENGINE_HOME', 'EVERYARCH_REGISTRY_PORT']
  for (const word of words) expect(stdout).toMatch(new RegExp(`^  ${word} `, 'm'))
})

test('with nothing up, env prints nothing that a shell could evaluate', async () => {
  await using machine = await openMachine()
  const { exitCode, stdout, stderr } = await machine.engine(['env'])
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
  expect(stderr).toContain('run scripts/engine up')
})

test('with nothing up, status says what is missing', async () => {
  await using machine = await openMachine()
  const { exitCode, stdout } = await machine.engine(['status'])
  expect(exitCode).toBe(3)
  expect(stdout).toBe('engine     none answers\nregistry   none answers\n')
})

test('with nothing up, down has nothing to do', async () => {
  await using machine = await openMachine()
  expect(await machine.engine(['down'])).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
})

test.for([['a colon', 'a:b'] as const, ['a quote', "a'b"] as const, ['a dollar', 'a$b'] as const])(
  'a folder with %s in its name is refused',
  async ([, name]) => {
    await using machine = await openMachine()
    const { exitCode, stderr } = await machine.engine(['status'], { EVERYARCH_ENGINE_HOME: `${machine.home}/${name}` })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('set EVERYARCH_ENGINE_HOME to another')
  },
)
