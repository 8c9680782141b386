import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readSecretValues } from '../../../src/build/secret-values.ts'
import { temporaryFolder } from '../image/temporary-folder.ts'

const variable = (name: string) => ({ id: 'a', from: { kind: 'variable', name } }) as const

it('of a variable the value is taken, of a file what looks like a token too', async () => {
  const path = join(await temporaryFolder(), '.npmrc')
  await writeFile(path, '//registry.example.com/:_authToken=npm_Abc123Def456\nalways-auth=true\n')
  const secrets = [variable('TOKEN'), { id: 'b', from: { kind: 'file', path } }] as const
  expect(await readSecretValues(secrets, { TOKEN: ' hunter22\n' })).toEqual([
    'hunter22',
    '//registry.example.com/:_authToken=npm_Abc123Def456\nalways-auth=true',
    'npm_Abc123Def456',
  ])
})

it.each([
  [variable('SHORT'), /the secret "a" is too short/],
  [{ id: 'b', from: { kind: 'file', path: '/nowhere/to/be/found' } } as const, /of the secret "b".* cannot be read/],
])('a secret that cannot be kept out of sight is refused', async (secret, message) => {
  await expect(readSecretValues([secret], { SHORT: 'abc' })).rejects.toThrow(message)
})

it('an empty secret hides nothing', async () => {
  expect(await readSecretValues([variable('EMPTY'), variable('UNSET')], { EMPTY: '' })).toEqual([])
})
