import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { askTcp } from '../../../src/run/ask-tcp.ts'
import { serveBytes } from './application.ts'

test('a server of this machine that takes connections is shown by the kernel', async () => {
  await using app = await serveBytes(() => undefined)
  const port = app.port
  const readTables = (): Promise<string> => readFile('/proc/net/tcp', 'utf8')
  const question = { port, address: { host: '127.0.0.1', port }, readTables, timeoutMs: 20_000 }
  const signal = new AbortController().signal
  expect(await askTcp(question, signal)).toEqual({ kind: 'good', proof: `took a connection on ${port}` })
})

test('a port where nothing listens is not waited for', async () => {
  const app = await serveBytes(() => undefined)
  await app[Symbol.asyncDispose]()
  const question = {
    port: 5000,
    address: { host: '127.0.0.1', port: app.port },
    readTables: async () => '',
    timeoutMs: 60_000,
  }
  const signal = new AbortController().signal
  expect(await askTcp(question, signal)).toEqual({ kind: 'none', reason: 'nothing listens on 5000' })
})
