import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { type BuildContext, buildContext, busyboxStage, serverEnd } from '../../support/build-context.ts'
import { containerBuilder } from '../../support/builders.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { freePort } from '../../support/free-port.ts'
import { runProcess } from '../../support/run-process.ts'

it.each([
  { driver: 'docker', open: async () => ({}) },
  { driver: 'docker-container', open: containerBuilder },
])('a git address is built by the driver $driver, of a branch and a folder', async ({ driver, open }) => {
  await using elsewhere = await buildContext({})
  await using repository = await makeRepository()
  await using server = await serveRepository(repository)
  const address = `git://127.0.0.1:${server.port}/.git#release:app`
  const args = ['verify', '--build', address, '--platform', 'linux/amd64', '--http', '8080', '--json']
  const result = await runEveryarch(args, { cwd: elsewhere.path, env: await open() })
  expect(result.exitCode, result.stderr).toBe(0)
  expect(parseRunReport(parseStdout(result)).builds).toMatchObject([{ context: address, driver }])
})

/** One with a branch `release` and what is built in its folder `app`. */
async function makeRepository(): Promise<BuildContext> {
  const repository = await buildContext({ 'app/Dockerfile': `${busyboxStage}${serverEnd}` })
  const { path } = repository
  await Promise.all(['busybox-amd64', 'index.html'].map((name) => cp(join(path, name), join(path, 'app', name))))
  for (const args of [
    ['init', '-q', '-b', 'release'],
    ['add', '.'],
    ['commit', '-qm', 'first'],
  ]) {
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com']
    const { exitCode, stderr } = await runProcess('git', ['-C', path, ...author, ...args])
    expect(exitCode, stderr).toBe(0)
  }
  return repository
}

async function serveRepository({ path }: BuildContext): Promise<AsyncDisposable & { readonly port: number }> {
  const port = await freePort()
  const where = [`--base-path=${path}`, '--listen=127.0.0.1', `--port=${port}`]
  const daemon = spawn('git', ['daemon', '--reuseaddr', '--export-all', ...where, path], {
    stdio: 'ignore',
    detached: true,
  })
  await once(daemon, 'spawn')
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      const ended = once(daemon, 'close')
      process.kill(-(daemon.pid ?? 0), 'SIGTERM')
      await ended
    },
  }
}
