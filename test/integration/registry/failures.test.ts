import { createServer } from 'node:net'
import { onTestFinished, describe, expect, it } from 'vitest'
import { anyIndex, failureOf, listen, refuse, serve } from '../../support/hostile-registry.ts'
import { appOf, client, hostile } from './hostile.ts'

describe('a registry that fails for a moment', () => {
  it.each([429, 500, 502, 503, 504])('is asked again after %s', async (status) => {
    const registry = await hostile((request, response) => {
      if (request.nth < 2) return refuse(response, status, 'BUSY')
      serve(response, anyIndex)
    })
    await expect(client().getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
    expect(registry.requests).toHaveLength(3)
  })

  it('is asked again after it broke off, before or in its answer', async () => {
    const registry = await hostile((request, response) => {
      if (request.nth === 0) return response.destroy()
      if (request.nth > 1) return serve(response, anyIndex)
      response.writeHead(200, { 'content-type': anyIndex.mediaType, 'content-length': anyIndex.bytes.length })
      response.write(anyIndex.bytes.subarray(0, 10), () => response.destroy())
    })
    await expect(client().getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
    expect(registry.requests).toHaveLength(3)
  })

  it('is given the time it asks for, if that is short', async () => {
    const registry = await hostile((request, response) => {
      if (request.nth === 0) return refuse(response, 429, 'TOOMANYREQUESTS', { 'retry-after': '0' })
      serve(response, anyIndex)
    })
    const patient = client({ retryDelayMs: 29_000 })
    await expect(patient.getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
  })
})

describe('a registry that goes on failing', () => {
  it('is told by its last answer, in its own words', async () => {
    const registry = await hostile((_, response) =>
      refuse(response, 503, 'UNAVAILABLE', {}, 'maintenance\u001b[2J until 5'),
    )
    const failure = await failureOf(client({ retries: 2 }).getManifest(appOf(registry), '1'))
    expect(failure).toMatchObject({
      code: 'registry-failed',
      details: { method: 'GET', status: 503, registryCode: 'UNAVAILABLE' },
    })
    expect(failure.message).toBe(
      `GET ${registry.origin}/v2/app/manifests/1: 503 UNAVAILABLE "maintenance\\u001b[2J until 5"`,
    )
    expect(registry.requests).toHaveLength(3)
  })

  it('and wants to be left alone for long is left alone', async () => {
    const registry = await hostile((_, response) =>
      refuse(response, 429, 'TOOMANYREQUESTS', { 'retry-after': '21600' }),
    )
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({
      code: 'registry-rate-limited',
      hint: expect.stringMatching(/wait 21600 s.*docker login/),
      details: { retryAfterMs: 21_600_000 },
    })
    expect(registry.requests).toHaveLength(1)
  })

  it.each([
    [400, 'registry-failed'],
    [403, 'registry-denied'],
    [418, 'registry-failed'],
    [204, 'registry-invalid'],
  ] as const)('with %s is not asked again: %s', async (status, code) => {
    const registry = await hostile((_, response) => refuse(response, status, 'NO'))
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({ code })
    expect(registry.requests).toHaveLength(1)
  })

  it('by breaking off is told as such', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-type': anyIndex.mediaType, 'content-length': '1000' })
      response.write('{', () => response.destroy())
    })
    await expect(client({ retries: 1 }).getManifest(appOf(registry), '1')).rejects.toMatchObject({
      code: 'registry-failed',
      message: expect.stringContaining('broke off'),
    })
    expect(registry.requests).toHaveLength(2)
  })
})

describe('a registry that is too slow', () => {
  it('to answer at all is given up', async () => {
    const registry = await hostile(() => {})
    const impatient = client({ timeoutMs: 50, retries: 0 })
    await expect(impatient.getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'registry-timeout' })
  })

  it('in the middle of its answer is given up', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-type': anyIndex.mediaType })
      response.write('{')
    })
    const impatient = client({ timeoutMs: 50, retries: 0 })
    await expect(impatient.getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'registry-timeout' })
  })

  it('by sending a byte now and then is given up when the time for the whole is over', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-type': anyIndex.mediaType })
      const dripping = setInterval(() => response.write(' '), 10)
      response.once('close', () => clearInterval(dripping))
    })
    const impatient = client({ timeoutMs: 5000, deadlineMs: 200 })
    await expect(impatient.getManifest(appOf(registry), '1')).rejects.toMatchObject({
      code: 'registry-timeout',
      message: expect.stringContaining('not finished after 0.2 s'),
    })
  })

  it('is left alone when the caller does not want it any more', async () => {
    const controller = new AbortController()
    const registry = await hostile(() => controller.abort(new Error('enough')))
    await expect(client().getManifest(appOf(registry), '1', controller.signal)).rejects.toMatchObject({
      code: 'interrupted',
    })
    await expect(client().getManifest(appOf(registry), '1', controller.signal)).rejects.toMatchObject({
      code: 'interrupted',
    })
    expect(registry.requests).toHaveLength(1)
  })
})

describe('a registry that is not there', () => {
  it('because its name does not resolve', async () => {
    await expect(client({ retries: 0 }).getManifest(appOf({ address: 'registry.invalid' }), '1')).rejects.toMatchObject(
      {
        code: 'registry-unreachable',
        message: expect.stringMatching(/GET https:\/\/registry\.invalid\/v2\/app\/manifests\/1: its name .*resolve/),
      },
    )
  })

  it('because nobody listens', async () => {
    const { address, close } = await listen(createServer())
    await close()
    await expect(client().getManifest(appOf({ address }), '1')).rejects.toMatchObject({
      code: 'registry-unreachable',
      message: expect.stringContaining('refuses the connection'),
    })
  })

  it('because something else listens', async () => {
    const server = createServer((socket) => void socket.write('220 mail.example.com ESMTP\r\n'))
    const { address, close } = await listen(server)
    onTestFinished(close)
    await expect(client().getManifest(appOf({ address }), '1')).rejects.toMatchObject({ code: 'registry-invalid' })
  })
})
