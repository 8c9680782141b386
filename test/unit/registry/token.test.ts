import { describe, expect, it } from 'vitest'
import { createTokenStore, type TokenRequest } from '../../../src/registry/token.ts'

const request: TokenRequest = {
  host: 'ghcr.io',
  repository: 'acme/app',
  realm: new URL('https://ghcr.io/token'),
  service: 'ghcr.io',
  scopes: ['repository:acme/app:pull'],
}

function countingStore(lifetimeMs: number) {
  const state = { fetched: 0, nowMs: 0, fails: false }
  const store = createTokenStore(
    async () => {
      state.fetched += 1
      if (state.fails) throw new Error('no token')
      return { value: `token-${state.fetched}`, lifetimeMs, kind: 'anonymous' as const }
    },
    () => state.nowMs,
  )
  return { state, get: async (asked = request) => (await store.get(asked)).value, drop: store.drop }
}

describe('a token', () => {
  it('is fetched once for all who ask at the same time', async () => {
    const { state, get } = countingStore(60_000)
    expect(await Promise.all([get(), get(), get()])).toEqual(['token-1', 'token-1', 'token-1'])
    expect(state.fetched).toBe(1)
  })

  it('is fetched again shortly before its time is up', async () => {
    const { state, get } = countingStore(60_000)
    await get()
    state.nowMs = 53_000
    expect(await get()).toBe('token-1')
    state.nowMs = 55_000
    expect(await get()).toBe('token-2')
  })

  it('is kept apart by registry, repository, realm, service and scope', async () => {
    const { get } = countingStore(60_000)
    await get()
    expect(await get({ ...request, host: 'quay.io' })).toBe('token-2')
    expect(await get({ ...request, repository: 'acme/other' })).toBe('token-3')
    expect(await get({ ...request, realm: new URL('https://quay.io/token') })).toBe('token-4')
    expect(await get({ ...request, service: 'other' })).toBe('token-5')
    expect(await get({ ...request, scopes: ['repository:acme/app:pull,push'] })).toBe('token-6')
    expect(await get()).toBe('token-1')
  })

  it('is the same for the same scopes in another order', async () => {
    const { get } = countingStore(60_000)
    await get({ ...request, scopes: ['a', 'b'] })
    expect(await get({ ...request, scopes: ['b', 'a'] })).toBe('token-1')
  })

  it('that was refused is dropped, but not the one that took its place', async () => {
    const { get, drop } = countingStore(60_000)
    await get()
    drop(request, 'token-1')
    expect(await get()).toBe('token-2')
    drop(request, 'token-1')
    expect(await get()).toBe('token-2')
  })

  it('that could not be fetched is asked for again', async () => {
    const { state, get } = countingStore(60_000)
    state.fails = true
    await expect(get()).rejects.toThrow('no token')
    state.fails = false
    expect(await get()).toBe('token-2')
  })
})
