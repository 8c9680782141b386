import { expect, it } from 'vitest'
import { commandVariables, expandVariables } from '../../../src/run/structure-variables.ts'

it.each([
  ['$A-${B}-$C', '1-2-'],
  ['a$', 'a$'],
  ['$ $/', '$ $/'],
  ['$1x $$A ${} ${A', 'x A  A'],
])('variables stand for what they are, and for nothing where they are not: %s', (text, expected) => {
  expect(expandVariables(text, { A: '1', B: '2' })).toBe(expected)
})

const pair = (key: string, value: string) => ({ key, value, isRegex: false })
const image = { P: 'p' }
const options = { isSet: true, isPrivileged: false, hasTerminal: false, capAdd: [], binds: [], env: { F: 'f' } }
const file = { version: '2.0.0', env: [pair('G', '$P!')], options: undefined } as const
const env = [pair('A', '$G')]

it("a command's own variables are passed as they are, and are part of the image once commands ran before it", () => {
  expect(commandVariables(file, { env, setup: [] }, image)).toEqual({
    setup: { G: 'p!', A: 'p!' },
    known: { P: 'p', G: 'p!' },
    own: { G: 'p!', A: '$G' },
  })
  expect(commandVariables(file, { env, setup: [['x']] }, image)).toMatchObject({
    known: { P: 'p', G: 'p!', A: 'p!' },
    own: { G: 'p!', A: '$G' },
  })
})

it('how containers are run says otherwise, where it says anything', () => {
  const wanted = { ...file, options }
  expect(commandVariables(wanted, { env, setup: [] }, image).own).toEqual({ G: 'p!', F: 'f' })
  expect(commandVariables(wanted, { env, setup: [['x']] }, image).own).toEqual({ G: 'p!', A: 'p!', F: 'f' })
  expect(commandVariables({ ...file, options: { ...options, isSet: false } }, { env, setup: [] }, image).own).toEqual({
    G: 'p!',
    A: '$G',
  })
})

it('in schema 1.0.0 variables of all commands are those of the commands before them', () => {
  const old = { ...file, version: '1.0.0' } as const
  expect(commandVariables(old, { env: [], setup: [] }, image)).toMatchObject({ known: image, own: {} })
  expect(commandVariables(old, { env: [], setup: [['x']] }, image)).toMatchObject({ own: { G: 'p!' } })
})
