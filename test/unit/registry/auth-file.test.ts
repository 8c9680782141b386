import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { authKey, parseAuthFile } from '../../../src/registry/auth-file.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const parse = (value: unknown) => parseAuthFile(JSON.stringify(value), 'config.json')
const credential = (registry: string, entry: unknown): unknown =>
  parse({ auths: { [registry]: entry } }).credentials.get(registry)

function failureOf(run: () => unknown): HarnessError {
  try {
    run()
  } catch (thrown) {
    if (thrown instanceof HarnessError) return thrown
  }
  throw new Error('expected an error of the run')
}

describe('a file of credentials', () => {
  it.each([
    ['auth', { auth: base64('me:secret') }, { kind: 'basic', username: 'me', password: 'secret' }],
    ['auth with colons', { auth: base64('me:a:b') }, { kind: 'basic', username: 'me', password: 'a:b' }],
    [
      'auth filled up with zeros',
      { auth: base64('me:secret\0\0') },
      { kind: 'basic', username: 'me', password: 'secret' },
    ],
    ['user and password', { username: 'me', password: 's' }, { kind: 'basic', username: 'me', password: 's' }],
    ['an identity token', { identitytoken: 'it' }, { kind: 'identity-token', token: 'it' }],
    [
      'an identity token and its user',
      { auth: base64('00000000:'), identitytoken: 'it' },
      { kind: 'identity-token', token: 'it', username: '00000000' },
    ],
    ['a registry token', { registrytoken: 'rt' }, { kind: 'registry-token', token: 'rt' }],
    ['nothing, the helper has it', {}, undefined],
    ['nothing that can be read', 'me', undefined],
  ])('holds %s', (_, entry, expected) => {
    expect(credential('ghcr.io', entry)).toEqual(expected)
  })

  it.each([
    ['https://index.docker.io/v1/', 'docker.io'],
    ['index.docker.io', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
    ['docker.io', 'docker.io'],
    ['https://ghcr.io', 'ghcr.io'],
    ['http://127.0.0.1:5000/v2/', '127.0.0.1:5000'],
    ['quay.io/acme/', 'quay.io/acme'],
  ])('knows %s as %s', (written, key) => {
    expect(authKey(written)).toBe(key)
  })

  it('prefers a name to an address of the same registry', () => {
    const auths = { 'ghcr.io': { registrytoken: 'new' }, 'https://ghcr.io/v1/': { registrytoken: 'old' } }
    expect(parse({ auths }).credentials.get('ghcr.io')).toMatchObject({ token: 'new' })
  })

  it('names helpers, one for all and one for each', () => {
    const file = parse({ credsStore: 'desktop', credHelpers: { 'https://gcr.io': 'gcloud', 'a.io': '' } })
    expect(file.store).toBe('desktop')
    expect([...file.helpers]).toEqual([['gcr.io', 'gcloud']])
  })

  it.each(['{"auths": {"ghcr.io": {"auth": "c2VjcmV0"', '"secret"', 'secret', 'null'])('must be JSON: %s', (text) => {
    const failure = failureOf(() => parseAuthFile(text, '/home/me/.docker/config.json'))
    expect(failure).toMatchObject({ code: 'credentials-invalid', message: '/home/me/.docker/config.json is not JSON' })
    expect(failure.cause).toBeUndefined()
  })

  it('must hold a user and a password in auth, and does not show what it holds', () => {
    expect(() => credential('ghcr.io', { auth: base64('secret') })).toThrow(
      expect.objectContaining({ code: 'credentials-invalid', message: expect.not.stringMatching(/secret|c2Vj/) }),
    )
  })
})
