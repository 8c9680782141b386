import { expect, it } from 'vitest'
import { runDockerCli, type DockerCliOptions } from '../../../src/engine/docker-cli.ts'

const run = (options: Partial<DockerCliOptions>): Promise<string> =>
  runDockerCli({
    args: ['version'],
    env: process.env,
    action: 'say its version',
    code: 'engine-failed',
    hint: 'try it',
    ...options,
  })

it("docker's own client is run, and what it prints is given", async () => {
  expect(await run({ args: ['version', '--format', 'json'] })).toMatch(/^\{"Client"/)
})

it.each([
  [
    'that fails is an error with its last words',
    { args: ['no-such-command'] },
    /docker could not say its version: .*no-such-command/,
  ],
  ['that is not there is an error', { env: { PATH: '/nonexistent' } }, /it cannot be started/],
  ['that takes too long is ended', { args: ['events'], timeoutMs: 300 }, /it did not end within 0\.3 s/],
])('a client %s', async (_, options, message) => {
  await expect(run(options)).rejects.toMatchObject({ code: 'engine-failed', message: expect.stringMatching(message) })
})

it('a client is ended with what it is run for', async () => {
  const controller = new AbortController()
  const running = run({ args: ['events'], signal: controller.signal })
  controller.abort()
  await expect(running).rejects.toMatchObject({ code: 'interrupted' })
})
