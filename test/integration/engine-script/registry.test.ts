import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startProcess } from '../../support/run-process.ts'
import { type Environment, giveBuilder, givenHost, type Machine, openMachine, parseExports } from './machine.ts'

/** Something that is no registry holds a port. */
async function takePort(): Promise<{ readonly port: number; readonly server: Server }> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server without a port')
  return { port: address.port, server }
}

/** A port that was free a moment ago, far from the default one. */
async function freePort(): Promise<number> {
  const { port, server } = await takePort()
  await new Promise((resolve) => server.close(resolve))
  return port
}

const registryOf = async (machine: Machine, env: Environment): Promise<string | undefined> =>
  parseExports((await machine.engine(['env'], env)).stdout).get('EVERYARCH_TEST_REGISTRY')

const answers = async (address: string): Promise<boolean> =>
  fetch(`http://${address}/v2/`).then(
    ({ ok }) => ok,
    () => false,
  )

describe('where no registry answers', () => {
  test('one is started, found again by the next call, and ended by down', async () => {
    await using machine = await openMachine()
    await giveBuilder(machine)
    const env = { DOCKER_HOST: await givenHost(), EVERYARCH_REGISTRY_PORT: String(await freePort()) }
    const first = await machine.engine(['up'], env)
    expect(first).toMatchObject({ exitCode: 0, stdout: '' })
    const registry = await registryOf(machine, env)
    expect(registry).toBe(`127.0.0.1:${env.EVERYARCH_REGISTRY_PORT}`)
    expect(await answers(registry ?? '')).toBe(true)

    const again = await machine.engine(['up'], env)
    expect(again.stderr).toContain('up already')
    expect(await registryOf(machine, env)).toBe(registry)

    expect(await machine.engine(['down'], env)).toMatchObject({ exitCode: 0 })
    expect(await answers(registry ?? '')).toBe(false)
  })

  test('a port that something else holds is passed over, and the choice is remembered', async () => {
    await using machine = await openMachine()
    await giveBuilder(machine)
    const { port, server } = await takePort()
    const env = { DOCKER_HOST: await givenHost(), EVERYARCH_REGISTRY_PORT: String(port) }
    expect(await machine.engine(['up'], env)).toMatchObject({ exitCode: 0 })
    const registry = await registryOf(machine, env)
    expect(registry).not.toBe(`127.0.0.1:${port}`)
    await machine.engine(['down'], env)
    await new Promise((resolve) => server.close(resolve))
    expect(await machine.engine(['up'], env)).toMatchObject({ exitCode: 0 })
    expect(await registryOf(machine, env)).toBe(registry)
  })

  test('manifests can be deleted from it', async () => {
    await using machine = await openMachine()
    await giveBuilder(machine)
    const env = { DOCKER_HOST: await givenHost(), EVERYARCH_REGISTRY_PORT: String(await freePort()) }
    await machine.engine(['up'], env)
    const absent = `sha256:${'0'.repeat(64)}`
    const url = `http://${await registryOf(machine, env)}/v2/some/manifests/${absent}`
    // 405 would mean that deleting is switched off.
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(404)
  })

  test('two calls at once start one', async () => {
    await using machine = await openMachine()
    await giveBuilder(machine)
    const env = { DOCKER_HOST: await givenHost(), EVERYARCH_REGISTRY_PORT: String(await freePort()) }
    const calls = await Promise.all([
      machine.engine(['up'], env),
      machine.engine(['up'], env),
      machine.engine(['up'], env),
    ])
    expect(calls.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
    expect(calls.filter(({ stderr }) => stderr.includes('starting')).length).toBe(1)
  })
})

describe('a process number left by a machine that died', () => {
  test.for([['of another start', '1 00000000-0000-0000-0000-000000000000'] as const, ['without a start', ''] as const])(
    '%s is not taken for the registry',
    async ([, stamp]) => {
      await using machine = await openMachine()
      await giveBuilder(machine)
      const env = { DOCKER_HOST: await givenHost(), EVERYARCH_REGISTRY_PORT: String(await freePort()) }
      await machine.engine(['up'], env)
      await machine.engine(['down'], env)
      await using innocent = startProcess('sleep', ['60'])
      await writeFile(join(machine.home, 'registry.pid'), `${innocent.pid} ${stamp}\n`)
      await machine.engine(['down'], env)
      expect(process.kill(innocent.pid, 0)).toBe(true)
      await writeFile(join(machine.home, 'registry.pid'), `${innocent.pid} ${stamp}\n`)
      expect(await machine.engine(['up'], env)).toMatchObject({ exitCode: 0 })
      expect(process.kill(innocent.pid, 0)).toBe(true)
      expect(await readFile(join(machine.home, 'registry.pid'), 'utf8')).not.toMatch(new RegExp(`^${innocent.pid} `))
    },
  )
})
