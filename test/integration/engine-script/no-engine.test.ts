import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { runProcess } from '../../support/run-process.ts'
import { type Environment, type Machine, openMachine } from './machine.ts'

/** A PATH with the tools every system has, and without a package manager. */
async function withoutApt(machine: Machine): Promise<Environment> {
  const folder = join(machine.user, 'tools')
  await mkdir(folder)
  const tools = ['bash', 'env', 'id', 'sed', 'tr', 'cat', 'uname', 'mkdir', 'flock', 'curl', 'date', 'dirname', 'grep']
  for (const tool of [...tools, 'awk', 'rm', 'sha256sum']) {
    const { stdout } = await runProcess('sh', ['-c', `command -v ${tool} || true`])
    const path = stdout.trim()
    if (path !== '') await symlink(path, join(folder, tool))
  }
  return { PATH: folder }
}

/** Leaves the file of a socket behind that nobody listens on any more. */
async function abandonSocket(path: string): Promise<void> {
  const listenAndVanish = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  await runProcess(process.execPath, ['-e', listenAndVanish])
  expect(await readdir(dirname(path))).toContain('abandoned.sock')
}

test('one message says why nothing can be brought up, and what to install', async () => {
  await using machine = await openMachine()
  const { exitCode, stdout, stderr } = await machine.engine(['up'], await withoutApt(machine))
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toMatch(/no container engine answers, and none can be brought up here: \S/)
  expect(stderr).toContain('install Docker Engine 25 or later')
})

test('the message names every place that was asked, and what was wrong there', async () => {
  await using machine = await openMachine()
  const env = await withoutApt(machine)
  const abandoned = join(machine.user, 'abandoned.sock')
  const file = join(machine.user, 'file.sock')
  await abandonSocket(abandoned)
  await writeFile(file, '')
  const { exitCode, stderr } = await machine.engine(['up'], {
    ...env,
    DOCKER_HOST: `unix://${machine.user}/absent.sock`,
    DOCKER_CONTEXT: 'lost',
    EVERYARCH_ENGINE_SOCKETS: `${abandoned}:${file}`,
  })
  expect(exitCode).toBe(1)
  expect(stderr).toContain(`DOCKER_HOST (unix://${machine.user}/absent.sock): no such socket`)
  expect(stderr).toContain('Docker context lost: no such context')
  expect(stderr).toContain(`usual socket (unix://${abandoned}): nothing answers on it`)
  expect(stderr).toContain(`usual socket (unix://${file}): not a socket`)
})

test('a folder too deep for the sockets of an engine is refused before anything is downloaded', async () => {
  await using machine = await openMachine()
  const deep = join(machine.home, 'deep'.repeat(20))
  const { exitCode, stderr } = await machine.engine(['up'], { EVERYARCH_ENGINE_HOME: deep })
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/too long a path for an engine's sockets|no container engine answers/)
  expect(await readdir(deep)).toEqual(['lock'])
})
