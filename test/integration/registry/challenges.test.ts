import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { anyIndex, failureOf, refuse, serve, type Answer, type SeenRequest } from '../../support/hostile-registry.ts'
import { appOf, basicHeader, client, hostile, login, secret, secrets } from './hostile.ts'

/** A registry with its own token service, whose tokens are `token-0`, `token-1` and so on. */
function withTokens(options: {
  readonly accepts?: (token: string, request: SeenRequest) => boolean
  readonly token?: (nth: number, request: SeenRequest) => unknown
  readonly scope?: string
}): Answer {
  const { accepts = () => true, token = (nth) => ({ token: `token-${nth}` }), scope } = options
  return (request, response) => {
    if (request.path === '/token') return json(response, token(request.nth, request))
    const sent = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1]
    if (sent !== undefined && accepts(sent, request)) return serve(response, anyIndex)
    const realm = `realm="http://${request.headers.host}/token",service="the registry"`
    const challenge = `Bearer ${realm}${scope === undefined ? '' : `,scope="${scope}"`}`
    refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': challenge })
  }
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

/** A registry that knows one user. */
const basic: Answer = (request, response) => {
  if (request.headers.authorization === basicHeader) return serve(response, anyIndex)
  refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="registry"' })
}

const identity = async () => ({ kind: 'identity-token' as const, token: 'identity' })
const ready = async () => ({ kind: 'registry-token' as const, token: 'ready' })

describe('a registry that wants tokens', () => {
  it('gets one from the service it names, also from nobody in particular', async () => {
    const registry = await hostile(withTokens({ scope: 'repository:app:pull' }))
    await client().getManifest(appOf(registry), '1')
    expect(registry.seen()).toEqual(['GET /v2/app/manifests/1', 'GET /token', 'GET /v2/app/manifests/1'])
    expect(registry.requests[1]?.headers.authorization).toBeUndefined()
    expect(Object.fromEntries(registry.requests[1]?.query ?? [])).toEqual({
      service: 'the registry',
      scope: 'repository:app:pull',
    })
  })

  it('is asked to pull where it names no scope', async () => {
    const registry = await hostile(withTokens({}))
    await client().getManifest(appOf(registry, 'acme/app'), '1')
    expect(registry.requests[1]?.query.get('scope')).toBe('repository:acme/app:pull')
  })

  it('gets user and password at its token service only', async () => {
    const registry = await hostile(withTokens({}))
    await client({ credentials: login }).getManifest(appOf(registry), '1')
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      basicHeader,
      'Bearer token-0',
    ])
  })

  it('is asked once for many requests, and no request after that is challenged', async () => {
    const registry = await hostile(withTokens({}))
    const opened = client()
    await Promise.all(Array.from({ length: 6 }, () => opened.getManifest(appOf(registry), '1')))
    await opened.getManifest(appOf(registry), '2')
    expect(registry.seen().filter((line) => line === 'GET /token')).toHaveLength(1)
    expect(registry.seen().filter((line) => line.endsWith('/2'))).toHaveLength(1)
  })

  it('may call its token access_token, and leave out how long it lives', async () => {
    const registry = await hostile(
      withTokens({ token: () => ({ access_token: 'abc' }), accepts: (token) => token === 'abc' }),
    )
    await expect(client().getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
  })

  it('gets a new token where the old one has run out half-way', async () => {
    let good = 'token-0'
    const registry = await hostile(withTokens({ accepts: (token) => token === good }))
    const opened = client()
    await opened.getManifest(appOf(registry), '1')
    good = 'token-1'
    await Promise.all([opened.getManifest(appOf(registry), '2'), opened.getManifest(appOf(registry), '3')])
    expect(registry.seen().filter((line) => line === 'GET /token')).toHaveLength(2)
  })

  it('gets a new token before the old one runs out', async () => {
    const registry = await hostile(withTokens({ token: (nth) => ({ token: `token-${nth}`, expires_in: 1e-9 }) }))
    const opened = client()
    await opened.getManifest(appOf(registry), '1')
    await opened.getManifest(appOf(registry), '2')
    expect(registry.seen().filter((line) => line.includes('/manifests/2'))).toHaveLength(1)
    expect(registry.seen().filter((line) => line === 'GET /token')).toHaveLength(2)
  })

  it('is not asked for ever where it takes no token', async () => {
    const registry = await hostile(withTokens({ accepts: () => false }))
    const failure = await failureOf(
      client({ credentials: login }).getManifest(appOf(registry), '1'),
      ...secrets,
      'token-0',
    )
    expect(failure).toMatchObject({
      code: 'registry-denied',
      details: { status: 401, credentials: 'credentials', registryCode: 'UNAUTHORIZED' },
      hint: expect.stringContaining(`docker login ${registry.address}`),
    })
    expect(registry.requests.length).toBeLessThan(6)
  })

  it('may ask for more with its second challenge', async () => {
    const registry = await hostile((request, response) => {
      if (request.path === '/token') return json(response, { token: request.query.get('scope') })
      const realm = `realm="http://${request.headers.host}/token",service="s"`
      if (request.headers.authorization === 'Bearer repository:app:pull,delete') return serve(response, anyIndex)
      const scope = request.nth === 0 ? 'repository:app:pull' : 'repository:app:pull,delete'
      refuse(response, 401, 'DENIED', { 'www-authenticate': `Bearer ${realm},scope="${scope}"` })
    })
    await expect(client().getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
  })

  it.each([
    ['no token', {}],
    ['a token that breaks its line', { token: 'a\r\nx-injected: 1' }],
    ['no object', 'token'],
  ])('that hands out %s is wrong', async (_, token) => {
    const registry = await hostile(withTokens({ token: () => token }))
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'registry-invalid' })
  })

  it('whose token service refuses the password says so, and does not repeat it', async () => {
    const registry = await hostile((request, response) => {
      if (request.path === '/token') return refuse(response, 401, 'UNAUTHORIZED', {}, `wrong: ${secret} ${basicHeader}`)
      const realm = `http://${request.headers.host}/token`
      refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': `Bearer realm="${realm}"` })
    })
    const failure = await failureOf(client({ credentials: login }).getManifest(appOf(registry), '1'), ...secrets)
    expect(failure).toMatchObject({ code: 'registry-denied', message: expect.stringContaining('(with credentials)') })
  })

  it('exchanges an identity token by POST, and by GET where POST is not known', async () => {
    const answered: string[] = []
    const registry = await hostile((request, response) => {
      if (request.path === '/token' && request.method === 'POST') {
        answered.push(new URLSearchParams(request.body.toString()).get('refresh_token') ?? '')
        return request.nth === 0 ? refuse(response, 404, 'NOT_FOUND') : json(response, { access_token: 'from post' })
      }
      if (request.path === '/token') return json(response, { token: 'from-get' })
      if (request.headers.authorization === 'Bearer from-get') return serve(response, anyIndex)
      const realm = `http://${request.headers.host}/token`
      refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': `Bearer realm="${realm}",service="s"` })
    })
    await client({ credentials: identity }).getManifest(appOf(registry), '1')
    expect(answered).toEqual(['identity'])
    expect(registry.seen().slice(1, 3)).toEqual(['POST /token', 'GET /token'])
  })

  it('gets a registry token as it is', async () => {
    const registry = await hostile(withTokens({ accepts: (token) => token === 'ready' }))
    await client({ credentials: ready }).getManifest(appOf(registry), '1')
    expect(registry.seen()).toEqual(['GET /v2/app/manifests/1', 'GET /v2/app/manifests/1'])
  })
})

describe('a registry that wants a password', () => {
  it('gets it after it asked, and from then on unasked', async () => {
    const registry = await hostile(basic)
    const opened = client({ credentials: login })
    await opened.getManifest(appOf(registry), '1')
    await opened.getManifest(appOf(registry), '2')
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, basicHeader, basicHeader])
  })

  it('is denied where there is none, with the command that stores one', async () => {
    const registry = await hostile(basic)
    const failure = await failureOf(client().getManifest(appOf(registry), '1'))
    expect(failure).toMatchObject({
      code: 'registry-denied',
      message: expect.stringContaining('(without credentials)'),
      hint: expect.stringContaining(`docker login ${registry.address}`),
    })
    expect(registry.requests).toHaveLength(1)
  })

  it('is sent a wrong one only once', async () => {
    const registry = await hostile((_, response) =>
      refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="registry"' }, `you sent ${secret}`),
    )
    const failure = await failureOf(client({ credentials: login }).getManifest(appOf(registry), '1'), ...secrets)
    expect(failure.message).toContain('[redacted]')
    expect(registry.requests).toHaveLength(2)
  })
})

describe('a token service', () => {
  it.each(['http://auth.example.invalid/token', 'ftp://127.0.0.1/token', 'nowhere'])(
    'that would be asked without TLS is not asked: %s',
    async (realm) => {
      const registry = await hostile((_, response) =>
        refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': `Bearer realm="${realm}",service="s"` }),
      )
      const failure = await failureOf(client({ credentials: login }).getManifest(appOf(registry), '1'), ...secrets)
      expect(failure).toMatchObject({ code: 'registry-denied', hint: expect.stringContaining('--plain-http') })
    },
  )

  it('elsewhere gets no password when it redirects to another host', async () => {
    const thief = await hostile((_, response) => json(response, { token: 'stolen' }))
    const registry = await hostile((request, response) => {
      if (request.path === '/token') {
        response.writeHead(307, { location: `${thief.origin}/token` })
        return response.end()
      }
      if (request.headers.authorization === 'Bearer stolen') return serve(response, anyIndex)
      const realm = `http://${request.headers.host}/token`
      return refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': `Bearer realm="${realm}"` })
    })
    await client({ credentials: login }).getManifest(appOf(registry), '1')
    expect(thief.requests[0]?.headers.authorization).toBeUndefined()
  })

  it('that is too busy for a moment is asked again', async () => {
    const registry = await hostile((request, response) => {
      if (request.path === '/token' && request.nth === 0) return refuse(response, 503, 'UNAVAILABLE')
      withTokens({})(request, response)
    })
    await expect(client().getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
  })
})
