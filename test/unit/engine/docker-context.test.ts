import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCurrentContext, readDockerContext } from '../../../src/engine/docker-context.ts'

let configDir = ''

beforeEach(async () => {
  configDir = await mkdtemp(join(tmpdir(), 'everyarch-context-'))
})
afterEach(() => rm(configDir, { recursive: true }))

const idOf = (name: string): string => createHash('sha256').update(name).digest('hex')

async function writeContext(name: string, meta: unknown, tls: Readonly<Record<string, string>> = {}): Promise<void> {
  const folder = join(configDir, 'contexts/meta', idOf(name))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'meta.json'), typeof meta === 'string' ? meta : JSON.stringify(meta))
  const tlsFolder = join(configDir, 'contexts/tls', idOf(name), 'docker')
  await mkdir(tlsFolder, { recursive: true })
  for (const [file, text] of Object.entries(tls)) await writeFile(join(tlsFolder, file), text)
}

describe('a Docker context', () => {
  it('names its engine', async () => {
    await writeContext('colima', {
      Name: 'colima',
      Endpoints: { docker: { Host: 'unix:///home/ada/.colima/default/docker.sock' } },
    })
    expect(await readDockerContext(configDir, 'colima')).toEqual({
      kind: 'unix',
      path: '/home/ada/.colima/default/docker.sock',
    })
  })

  it('brings its certificates', async () => {
    await writeContext(
      'build',
      { Endpoints: { docker: { Host: 'tcp://build.example:2376', SkipTLSVerify: false } } },
      { 'ca.pem': 'CA', 'cert.pem': 'CERT', 'key.pem': 'KEY' },
    )
    expect(await readDockerContext(configDir, 'build')).toMatchObject({
      host: 'build.example',
      port: 2376,
      tls: { verify: true, ca: 'CA', cert: 'CERT', key: 'KEY' },
    })
  })

  it('is trusted without a check only where it says so itself', async () => {
    await writeContext('lab', { Endpoints: { docker: { Host: 'tcp://lab.example:2376', SkipTLSVerify: true } } })
    expect(await readDockerContext(configDir, 'lab')).toMatchObject({ tls: { verify: false } })
  })

  it('that does not exist is an error with the way to see those that do', async () => {
    await expect(readDockerContext(configDir, 'colmia')).rejects.toMatchObject({
      code: 'config-invalid',
      message: 'there is no Docker context "colmia"',
      hint: expect.stringContaining('docker context ls'),
    })
  })

  it('without an engine is an error that says where it is wrong', async () => {
    await writeContext('k8s', { Endpoints: { kubernetes: {} } })
    await expect(readDockerContext(configDir, 'k8s')).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('Endpoints.docker'),
    })
  })

  it('whose file is damaged is an error that names the file', async () => {
    await writeContext('half', '{"Endpoints":')
    await expect(readDockerContext(configDir, 'half')).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('meta.json is no valid JSON'),
    })
  })
})

describe('the current context', () => {
  it('is read from config.json', async () => {
    await writeFile(join(configDir, 'config.json'), JSON.stringify({ auths: {}, currentContext: 'colima' }))
    expect(await readCurrentContext(configDir)).toBe('colima')
  })

  it('is none without a config.json, and with one that names none', async () => {
    expect(await readCurrentContext(configDir)).toBeUndefined()
    await writeFile(join(configDir, 'config.json'), '{"auths":{}}')
    expect(await readCurrentContext(configDir)).toBeUndefined()
  })

  it('in a config.json that is not one is an error', async () => {
    await writeFile(join(configDir, 'config.json'), '[]')
    await expect(readCurrentContext(configDir)).rejects.toMatchObject({ code: 'config-invalid' })
  })
})
