import { expect, test } from 'everyarch/vitest'

test.override({ containerOptions: { command: ['redis-server', '--requirepass', 'secret', '--save', ''] } })

test('lets nobody in without the password, where one is set', async ({ exec }) => {
  expect((await exec(['redis-cli', 'PING'])).stdout).toContain('NOAUTH')
  expect((await exec(['redis-cli', '--no-auth-warning', '-a', 'secret', 'PING'])).stdout).toBe('PONG\n')
})
