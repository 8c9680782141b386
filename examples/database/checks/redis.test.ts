import { connect } from 'node:net'
import { expect, test } from 'everyarch/vitest'

test('keeps what its own client tells it', async ({ exec }) => {
  expect((await exec(['redis-cli', 'SET', 'greeting', 'Hello'])).stdout).toBe('OK\n')
  expect((await exec(['redis-cli', 'GET', 'greeting'])).stdout).toBe('Hello\n')
  expect((await exec(['redis-cli', 'INCRBY', 'number', '41'])).stdout).toBe('41\n')
})

test('runs scripts', async ({ exec }) => {
  const sum = await exec(['redis-cli', 'EVAL', 'return tonumber(ARGV[1]) + 1', '0', '41'])
  expect(sum).toExitWith(0)
  expect(sum.stdout).toBe('42\n')
})

test('answers from outside, in its own protocol', async ({ container }) => {
  const address = container.addresses['6379/tcp']
  expect(address).toBeDefined()
  const socket = connect({ ...address, port: address?.port ?? 0 })
  socket.write('PING\r\n')
  const answer = await new Promise((resolve, reject) => socket.once('data', resolve).once('error', reject))
  socket.destroy()
  expect(String(answer)).toBe('+PONG\r\n')
})

test('is built for its platform', async ({ file, uname }) => {
  expect(await file('/usr/bin/redis-server')).toBeBuiltFor()
  expect(await uname()).toReportArchitecture()
})
