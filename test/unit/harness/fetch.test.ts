import { createServer } from 'node:http'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { fetchFrom } from '../../../src/harness/fetch.ts'
import type { ContainerInfo } from '../../../src/harness/protocol.ts'

async function serve(): Promise<ContainerInfo> {
  const server = createServer((request, response) => response.end(`${request.method} ${request.url}`))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    id: 'c',
    isOwn: false,
    addresses: { '80/tcp': { host: '127.0.0.1', port }, '9/tcp': { host: '127.0.0.1', port } },
  }
}

test('asks the first published port, or the one that is named', async () => {
  const container = await serve()
  expect(await (await fetchFrom(container, '/a?b=1')).text()).toBe('GET /a?b=1')
  expect(await (await fetchFrom(container, 'a', { port: 9, method: 'POST' })).text()).toBe('POST /a')
})

test('says which ports there are when the one that is wanted is not, and who did not answer', async () => {
  const container = await serve()
  await expect(fetchFrom(container, '/', { port: 81 })).rejects.toThrow(/port 81 .*80\/tcp, 9\/tcp/)
  await expect(fetchFrom({ ...container, addresses: {} }, '/')).rejects.toThrow('no published port')
  const gone = { ...container, addresses: { '80/tcp': { host: '127.0.0.1', port: 9999 } } }
  await expect(fetchFrom(gone, '/x')).rejects.toThrow(/no answer from http:\/\/127\.0\.0\.1:9999\/x: .*ECONNREFUSED/)
})
