import { createServer, type RequestListener, type Server } from 'node:http'
import { describe, expect, it } from 'vitest'
import { noWants } from '../../../src/config/answer-wants.ts'
import { timeNullServer } from '../../../src/run/null-server.ts'
import { timeRequests, type RequestTimes } from '../../../src/run/time-requests.ts'

const { signal } = new AbortController()

async function listen(answer: RequestListener): Promise<{ port: number; server: Server } & AsyncDisposable> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    port: address.port,
    server,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function ask(port: number, count: number, path = '/'): Promise<RequestTimes> {
  const condition = { scheme: 'http', path, wants: noWants } as const
  return timeRequests({ condition, address: { host: '127.0.0.1', port }, count, longestMs: 20_000, signal })
}

describe('requests to an application', () => {
  it('are timed one after another, on one connection where it keeps that', async () => {
    const sockets = new Set<unknown>()
    let atOnce = 0
    let most = 0
    await using served = await listen((request, response) => {
      sockets.add(request.socket)
      most = Math.max(most, ++atOnce)
      setImmediate(() => {
        atOnce -= 1
        response.end(`hello ${request.url}`)
      })
    })
    const { durations, problem } = await ask(served.port, 10, '/health?deep=1')
    expect(problem).toBeUndefined()
    expect(durations).toHaveLength(10)
    expect(durations.every((ms) => ms > 0)).toBe(true)
    expect({ most, connections: sockets.size }).toEqual({ most: 1, connections: 1 })
  })

  it('are timed where it closes the connection after each', async () => {
    await using served = await listen((_, response) => {
      response.setHeader('connection', 'close')
      response.end('bye')
    })
    expect((await ask(served.port, 5)).durations).toHaveLength(5)
  })

  it('end with the first that answers 500, and keep what was timed before', async () => {
    let answered = 0
    await using served = await listen((_, response) => {
      response.statusCode = ++answered > 4 ? 500 : 200
      response.end()
    })
    const { durations, problem } = await ask(served.port, 10)
    expect(durations).toHaveLength(3)
    expect(problem).toBe('answered 500, not a status from 200 to 399, to request 5 in a row')
  })

  it('end where it ends, and say at which', async () => {
    let answered = 0
    await using served = await listen((request, response) => {
      if (++answered > 3) request.socket.destroy()
      else response.end()
    })
    const { durations, problem } = await ask(served.port, 10)
    expect(durations).toHaveLength(2)
    expect(problem).toMatch(/^did not answer request 4 in a row: /)
  })

  it('are not sent for ever to one that gets slower and slower', async () => {
    let pauseMs = 1
    await using served = await listen((_, response) => {
      pauseMs *= 2
      setTimeout(() => response.end(), pauseMs)
    })
    const condition = { scheme: 'http', path: '/', wants: noWants } as const
    const address = { host: '127.0.0.1', port: served.port }
    const { durations, problem } = await timeRequests({ condition, address, count: 1000, longestMs: 100, signal })
    expect(problem).toBeUndefined()
    expect(durations.length).toBeGreaterThan(2)
    expect(durations.length).toBeLessThan(20)
  })

  it('cost something themselves, which a server that does nothing tells', async () => {
    const durations = await timeNullServer(signal)
    expect(durations).toHaveLength(100)
    expect(Math.min(...durations)).toBeGreaterThan(0)
  })
})
