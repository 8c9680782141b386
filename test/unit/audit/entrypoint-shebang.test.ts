import { describe, expect, it } from 'vitest'
import { parseShebang } from '../../../src/audit/entrypoint-shebang.ts'

describe('the line after #!', () => {
  it.each([
    ['/bin/sh', '/bin/sh', undefined],
    [' \t/bin/sh \t', '/bin/sh', undefined],
    ['/bin/sh -e  -u ', '/bin/sh', '-e  -u'],
    ['/usr/bin/env\tpython3', '/usr/bin/env', 'python3'],
    ['/bin/sh\r', '/bin/sh\r', undefined],
    ['/bin/sh -e\r', '/bin/sh', '-e\r'],
    ['/bin/sh\0 -e', '/bin/sh', undefined],
    [`/bin/sh ${'a'.repeat(1000)}`, '/bin/sh', 'a'.repeat(245)],
    [`/${'a'.repeat(252)}`, `/${'a'.repeat(252)}`, undefined],
  ])('%j names %j', (line, path, argument) => {
    expect(parseShebang(line)).toStrictEqual({
      kind: 'interpreter',
      path,
      ...(argument === undefined ? {} : { argument }),
    })
  })

  it.each(['', ' ', '\t\t', '\0/bin/sh', `/${'a'.repeat(253)}`, ' '.repeat(300) + '/bin/sh'])(
    '%j names none',
    (line) => {
      expect(parseShebang(line).kind).toBe('none')
    },
  )
})
