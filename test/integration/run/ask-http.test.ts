import { describe, expect, it } from 'vitest'
import { noWants } from '../../../src/config/answer-wants.ts'
import { readStatuses } from '../../../src/config/status-range.ts'
import { createCertificate } from '../../support/certificate.ts'
import { ask, serveBytes, serveHttp, type Application } from './application.ts'

describe('a redirect', () => {
  it('is followed inside the container, and the way is said', async () => {
    await using app = await serveHttp(({ url, headers: { host } }, response) => {
      if (url === '/') response.writeHead(302, { location: `http://${host}/a` }).end()
      else if (url === '/a') response.writeHead(308, { location: 'b?c' }).end()
      else response.end(url)
    })
    expect(await ask(app)).toEqual({ kind: 'good', status: 200, proof: '200 on /b?c, where / leads' })
  })

  it('to another host is not followed, and that is said', async () => {
    await using other = await serveHttp((_, response) => response.end())
    await using app = await serveHttp((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${other.port}/` }).end(),
    )
    const proof = `302 on /, not followed to 127.0.0.1:${other.port}`
    expect(await ask(app)).toEqual({ kind: 'good', status: 302, proof })
    expect(other.asked()).toBe(0)
  })

  it('is the answer itself where its status is what was asked for', async () => {
    await using app = await serveHttp((_, response) => response.writeHead(302, { location: '/' }).end())
    const wants = { ...noWants, statuses: readStatuses('302') }
    expect(await ask(app, { wants })).toEqual({ kind: 'good', status: 302, proof: '302 on /' })
    expect(app.asked()).toBe(1)
  })

  it.each([
    ['/', 'redirected / to itself'],
    ['/a', 'redirected in a circle, back to /'],
  ])('over %s that never ends is wrong', async (over, problem) => {
    await using app = await serveHttp(({ url }, response) =>
      response.writeHead(302, { location: url === '/' ? over : '/' }).end(),
    )
    expect(await ask(app)).toEqual({ kind: 'wrong', status: 302, problem, isLasting: true })
  })

  it('to ever new places is wrong', async () => {
    await using app = await serveHttp(({ url }, response) => response.writeHead(302, { location: `${url}x` }).end())
    expect(await ask(app)).toMatchObject({ kind: 'wrong', problem: 'redirected more than 10 times' })
    expect(app.asked()).toBe(11)
  })

  it('that gives a cookie is followed with it, back to where it came from too', async () => {
    await using app = await serveHttp(({ headers: { cookie } }, response) => {
      if (cookie === 'seen=1') response.end()
      else response.writeHead(302, { location: '/', 'set-cookie': 'seen=1; Path=/; HttpOnly' }).end()
    })
    expect(await ask(app)).toMatchObject({ kind: 'good', status: 200 })
  })
})

describe('an answer', () => {
  it('without end is wrong', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x')
    await using app = await serveHttp((_, response) => {
      const fill = (): void => {
        while (!response.destroyed && response.write(piece));
      }
      response.on('drain', fill)
      fill()
    })
    const problem = 'answered without end: 16 MiB and more'
    expect(await ask(app)).toEqual({ kind: 'wrong', status: 200, problem, isLasting: true })
  })

  it('that is long and says so is good, and is not read to its end', async () => {
    await using app = await serveHttp((_, response) => {
      response.writeHead(200, { 'content-length': 2 ** 40 })
      response.write(Buffer.alloc(2 * 1024 * 1024))
    })
    expect(await ask(app)).toMatchObject({ kind: 'good' })
  })

  it('one byte at a time is wrong, and it is time that lacked', async () => {
    await using app = await serveBytes((socket) => socket.write('H'))
    const problem = 'began to answer and did not end within 0.3 s (1 bytes came)'
    expect(await ask(app, {}, { timeoutMs: 300 })).toEqual({ kind: 'wrong', isSlow: true, problem })
  })

  it('whose body is cut by the end of its time is wrong, though the body would end with its connection', async () => {
    await using app = await serveBytes((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nhello'))
    expect(await ask(app, {}, { timeoutMs: 300 })).toMatchObject({ kind: 'wrong', isSlow: true })
  })

  it('that does not come is none', async () => {
    await using app = await serveBytes(() => undefined)
    expect(await ask(app, {}, { timeoutMs: 300 })).toEqual({ kind: 'none', reason: 'no answer in time', isSlow: true })
  })

  it.each([
    ['a head of 10 MB', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(10_000_000)}\r\n\r\n`, 'sent a head of more than 64 KiB'],
    ['something else', '-ERR unknown command\r\n', 'answered something that is not HTTP'],
    [
      'half of a body',
      'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf',
      'closed the connection in the middle of its answer',
    ],
  ])('with %s is wrong', async (_, bytes, problem) => {
    await using app = await serveBytes((socket) => socket.end(bytes))
    expect(await ask(app)).toMatchObject({ kind: 'wrong', problem })
  })

  it('with control characters and markup is shown escaped', async () => {
    const wants = { ...noWants, body: [{ kind: 'text', text: 'ok' } as const] }
    await using app = await serveHttp((_, response) => response.end('\u001b[2J<script>\u202e'))
    const answer = await ask(app, { wants })
    expect(answer).toMatchObject({ problem: 'answered without "ok" in its body: "\\u001b[2J<script>\\u202e"' })
  })

  it('is none where nothing listens', async () => {
    const app = await serveHttp((_, response) => response.end())
    await app[Symbol.asyncDispose]()
    expect(await ask(app)).toEqual({ kind: 'none', reason: 'the connection was refused' })
  })

  it('is asked for by the name that was given', async () => {
    await using app = await serveHttp(({ headers }, response) =>
      response.writeHead(headers.host === 'app.test' ? 200 : 400).end(),
    )
    expect(await ask(app, { host: 'app.test' })).toMatchObject({ kind: 'good' })
    expect(await ask(app)).toMatchObject({ kind: 'wrong', status: 400 })
  })
})

describe('over TLS', () => {
  const own = createCertificate()
  const named = createCertificate('app.test')
  const authority = (pem: string) => ({ kind: 'authority', pem }) as const
  const serve = async (keys = own): Promise<Application> => serveHttp((_, response) => response.end('hello'), keys)

  it('a certificate of the authority that was named is believed', async () => {
    await using app = await serve()
    expect(await ask(app, { scheme: 'https', trust: authority(own.cert) })).toMatchObject({ kind: 'good', status: 200 })
  })

  it('any certificate is, where that was asked for', async () => {
    await using app = await serve()
    expect(await ask(app, { scheme: 'https', trust: { kind: 'any' } })).toMatchObject({ kind: 'good' })
  })

  it.each([
    ['of nobody known', undefined],
    ['of another authority', authority(named.cert)],
  ])('one %s is not', async (_, trust) => {
    await using app = await serve()
    const answer = await ask(app, { scheme: 'https', ...(trust && { trust }) })
    expect(answer).toMatchObject({
      kind: 'wrong',
      problem: expect.stringMatching(/^showed a certificate that is not trusted: [^;]*$/),
    })
  })

  it('it must be for the name that was given', async () => {
    await using app = await serve(named)
    const trust = authority(named.cert)
    expect(await ask(app, { scheme: 'https', trust, host: 'app.test' })).toMatchObject({ kind: 'good' })
    expect(await ask(app, { scheme: 'https', trust, host: 'other.test' })).toMatchObject({ kind: 'wrong' })
  })

  it('an application that speaks none says so', async () => {
    await using app = await serveHttp((_, response) => response.end())
    expect(await ask(app, { scheme: 'https' })).toMatchObject({ kind: 'wrong', problem: 'did not speak TLS' })
  })
})
