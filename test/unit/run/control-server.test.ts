import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { maxLineBytes } from '../../../src/harness/protocol.ts'
import { openControlServer, type HarnessHandlers } from '../../../src/run/control-server.ts'

const unasked = async (): Promise<never> => {
  throw new Error('nobody asks this')
}

async function connectTo(asked: string[]): Promise<Socket> {
  const run: HarnessHandlers['run'] = async (command) => {
    asked.push(command.join(' '))
    return { exitCode: 0, stdout: command.join(' '), stderr: '' }
  }
  const handlers = {
    container: unasked,
    start: unasked,
    health: unasked,
    uname: unasked,
    logs: unasked,
    exec: unasked,
    run,
    image: unasked,
    file: unasked,
    close: unasked,
  }
  const server = await openControlServer((project) => (project === 'linux/arm64' ? handlers : undefined))
  onTestFinished(() => server.close())
  const socket = connect(server.address)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

const request = (id: number, word: string): string =>
  `${id} ${JSON.stringify({ project: 'linux/arm64', method: 'run', command: [word] })}\n`

test('requests are answered, however they are cut into pieces', async () => {
  const asked: string[] = []
  const socket = await connectTo(asked)
  for (const piece of [
    request(1, 'wörd').slice(0, 20),
    request(1, 'wörd').slice(20) + request(2, 'b').slice(0, 4),
    request(2, 'b').slice(4),
  ]) {
    socket.write(piece)
    await new Promise((resolve) => void setImmediate(resolve))
  }
  let said = ''
  for await (const chunk of socket) {
    said += String(chunk)
    if (said.split('\n').length === 3) break
  }
  expect(asked).toEqual(['wörd', 'b'])
  expect(said).toMatch(/^1 .*wörd.*\n2 .*"b".*\n$/)
})

test('a line without end is cut off once it is longer than any request', async () => {
  const asked: string[] = []
  const socket = await connectTo(asked)
  let sent = 0
  const piece = Buffer.alloc(256 * 1024, 'x')
  const closed = new Promise<void>((resolve) => {
    socket.on('error', () => undefined)
    socket.once('close', () => resolve())
  })
  const send = (): void => {
    while (!socket.destroyed && socket.write(piece)) sent += piece.byteLength
    sent += piece.byteLength
  }
  socket.on('drain', send)
  send()
  await closed
  expect(sent).toBeLessThan(maxLineBytes + 16 * piece.byteLength)
  expect(asked).toEqual([])
})
