import { expect, it } from 'vitest'
import { parseVariablesFile } from '../../../src/run/variables-file.ts'

it('variables are read as files of them are written', () => {
  const text = `# a comment
A=1
export B = two words # and a comment
C: "a b\\n\\"c\\" # d" # e
D='\${A} # kept'
E=\${A}-$B-\\$A-$none-\\$
F=x#y

G="two
lines"
EMPTY=
LAST=1`
  expect(parseVariablesFile(text.replaceAll('\n', '\r\n'))).toEqual({
    A: '1',
    B: 'two words',
    C: 'a b\n"c" # d',
    D: '${A} # kept',
    E: '1-two words-$A-$none-$',
    F: 'x#y',
    G: 'two\nlines',
    LAST: '1',
  })
})

it.each([
  ['A=1\nno variable', 'line 2'],
  ["A='unfinished\n", 'line 1'],
  ['=x', 'line 1'],
])('what sets no variable is named by its line: %s', (text, expected) => {
  expect(() => parseVariablesFile(text)).toThrow(expected)
})
