import { describe, expect, it } from 'vitest'
import { parseEnvCommand } from '../../../src/audit/entrypoint-env.ts'

describe('what env starts', () => {
  it.each([
    [
      ['python3', '/x.py'],
      ['python3', '/x.py'],
    ],
    [
      ['python3 -u', '/x.py'],
      ['python3 -u', '/x.py'],
    ],
    [
      ['-S', 'python3 -u', '/x.py'],
      ['python3', '-u', '/x.py'],
    ],
    [
      ['-S python3 -u', '/x.py'],
      ['python3', '-u', '/x.py'],
    ],
    [
      ['-vS python3\t-u\r', '/x.py'],
      ['python3', '-u', '/x.py'],
    ],
    [['--split-string=-i -S node x', '/x'], undefined],
    [
      ['-S A=1 B= node', '/x'],
      ['node', '/x'],
    ],
    [
      ['A=1', 'node', 'B=2'],
      ['node', 'B=2'],
    ],
    [['-u', 'HOME', 'node'], ['node']],
    [['--unset', 'HOME', '-C', '/srv', 'node'], ['node']],
    [['--', 'node'], ['node']],
    [['-0', 'node'], ['node']],
    [['-i', 'node'], undefined],
    [['-'], undefined],
    [[], undefined],
    [['--'], undefined],
    [['A=1'], undefined],
    [["-S 'a b'", '/x'], undefined],
    [['-S node ${ARGS}', '/x'], undefined],
  ])('%j is %j', (args, command) => {
    expect(parseEnvCommand(args)?.command).toStrictEqual(command)
  })

  it('is looked for in the PATH it is given', () => {
    expect(parseEnvCommand(['PATH=/opt/bin', 'node'])).toStrictEqual({ command: ['node'], path: '/opt/bin' })
  })

  it('is not told of what is made to take long', () => {
    expect(parseEnvCommand(['-S'.repeat(100_000)])).toBeUndefined()
    expect(parseEnvCommand(Array.from({ length: 100_000 }, () => 'A=1'))).toBeUndefined()
  })
})
