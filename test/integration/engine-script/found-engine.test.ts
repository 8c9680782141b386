import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runProcess } from '../../support/run-process.ts'
import { giveBuilder, givenEngine, givenHost, type Machine, openMachine, parseExports } from './machine.ts'

/** Writes a Docker context into the user's own configuration, as the client stores it. */
async function writeContext(machine: Machine, name: string, host: string): Promise<void> {
  const id = createHash('sha256').update(name).digest('hex')
  const folder = join(machine.user, '.docker', 'contexts', 'meta', id)
  await mkdir(folder, { recursive: true })
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } }
  await writeFile(join(folder, 'meta.json'), JSON.stringify(meta))
}

async function writeConfig(machine: Machine, config: object): Promise<void> {
  await mkdir(join(machine.user, '.docker'), { recursive: true })
  await writeFile(join(machine.user, '.docker', 'config.json'), JSON.stringify(config))
}

/** Every file below a folder with its content. */
async function readFolder(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)))
}

const foundHost = async (machine: Machine, env: Readonly<Record<string, string>> = {}): Promise<string | undefined> => {
  const registry = (await givenEngine()).get('EVERYARCH_TEST_REGISTRY')
  const { exitCode, stdout, stderr } = await machine.engine(['env'], { EVERYARCH_TEST_REGISTRY: registry, ...env })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return parseExports(stdout).get('DOCKER_HOST')
}

describe('an engine that answers is used, wherever it is named', () => {
  test('by DOCKER_HOST', async () => {
    await using machine = await openMachine()
    const host = await givenHost()
    expect(await foundHost(machine, { DOCKER_HOST: host })).toBe(host)
  })

  test('by the current Docker context', async () => {
    await using machine = await openMachine()
    const host = await givenHost()
    await writeContext(machine, 'mine', host)
    await writeConfig(machine, { auths: {}, currentContext: 'mine' })
    expect(await foundHost(machine)).toBe(host)
  })

  test('by DOCKER_CONTEXT, before the current context', async () => {
    await using machine = await openMachine()
    const host = await givenHost()
    await writeContext(machine, 'mine', host)
    await writeContext(machine, 'gone', `unix://${machine.user}/gone.sock`)
    await writeConfig(machine, { currentContext: 'gone' })
    expect(await foundHost(machine, { DOCKER_CONTEXT: 'mine' })).toBe(host)
  })

  test('by a usual socket, after a DOCKER_HOST that does not answer', async () => {
    await using machine = await openMachine()
    const host = await givenHost()
    const sockets = `${machine.user}/absent.sock:${host.slice('unix://'.length)}`
    const dead = `unix://${machine.user}/dead.sock`
    expect(await foundHost(machine, { DOCKER_HOST: dead, EVERYARCH_ENGINE_SOCKETS: sockets })).toBe(host)
  })
})

test('the exports make docker and buildx work in a shell that knew nothing', async () => {
  await using machine = await openMachine()
  const lines = [...(await givenEngine())].map(([name, value]) => `export ${name}='${value}'`).join('\n')
  const commands = `${lines}\ndocker version --format '{{.Server.Version}}' && docker buildx version`
  const { exitCode, stdout } = await runProcess('sh', ['-ec', commands], { env: machine.env })
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^\d+\.\d+\.\d+.*\n.*buildx /)
})

test('evaluated twice, the exports stay the same', async () => {
  const first = await givenEngine()
  const env = Object.fromEntries(first)
  const { stdout } = await runProcess('scripts/engine', ['env'], { env })
  const again = parseExports(stdout)
  expect(again.get('PATH')).toBe(first.get('PATH'))
  expect(again.get('DOCKER_HOST')).toBe(first.get('DOCKER_HOST'))
})

test('up, env, status and down leave every file of the user as it was', async () => {
  await using machine = await openMachine()
  await giveBuilder(machine)
  const host = await givenHost()
  await writeContext(machine, 'mine', host)
  await writeConfig(machine, { auths: { 'registry.example': { auth: 'dXNlcjpwYXNz' } }, currentContext: 'mine' })
  const before = await readFolder(machine.user)
  for (const command of ['up', 'env', 'status', 'down'])
    expect(await machine.engine([command])).toMatchObject({ exitCode: 0 })
  expect(await readFolder(machine.user)).toEqual(before)
})

test('status tells the engine, its image store and the registry', async () => {
  await using machine = await openMachine()
  const given = await givenEngine()
  const env = { DOCKER_HOST: given.get('DOCKER_HOST'), EVERYARCH_TEST_REGISTRY: given.get('EVERYARCH_TEST_REGISTRY') }
  const { exitCode, stdout } = await machine.engine(['status'], env)
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^engine +\d+\.\d+\.\d+\S* on linux\/\S+ \S+, DOCKER_HOST at /m)
  expect(stdout).toMatch(/^store +(containerd|classic) \(\w+\)/m)
  expect(stdout).toContain(`registry   ${given.get('EVERYARCH_TEST_REGISTRY')} (found)\n`)
})
