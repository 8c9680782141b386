import { randomBytes } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { docker } from '../../support/engine.ts'
import { type ProcessResult, runProcess } from '../../support/run-process.ts'
import { givenEngine } from './machine.ts'

const repository = `example/test-${randomBytes(4).toString('hex')}`
const registry = (await givenEngine()).get('EVERYARCH_TEST_REGISTRY') ?? ''
const native = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`

const build = (...args: readonly string[]): Promise<ProcessResult> =>
  runProcess('scripts/build-example', args, { timeoutMs: 280_000 })

describe('called in a wrong way', () => {
  test.for([
    { args: [], says: 'the name of an example is missing' },
    { args: ['perl'], says: 'there is no example named perl' },
    { args: ['../examples/flask'], says: 'there is no example named ../examples/flask' },
    { args: ['flask', 'a', 'b'], says: 'one argument too many: b' },
    { args: ['flask', '--platfrom', 'linux/arm64'], says: 'unknown flag: --platfrom' },
    { args: ['flask', '--platform'], says: '--platform needs a list' },
    { args: ['flask', '--times'], says: '--times needs a file' },
    { args: ['flask', '--platform='], says: '--platform needs a list' },
  ])('$args ends with exit code 2 and builds nothing', async ({ args, says }) => {
    const { exitCode, stdout, stderr } = await build(...args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(says)
  })
})

describe('an example that is built and pushed', () => {
  const reference = `${registry}/${repository}:one`

  const pushed: string[] = []

  afterAll(async () => {
    await docker('image', 'rm', '--force', reference)
    await Promise.all(pushed.map((url) => fetch(url, { method: 'DELETE' })))
  })

  test('is named with its digest on standard output, and lies in the registry with its attestation', async () => {
    const { exitCode, stdout, stderr } = await build('flask', reference, '--platform', native)
    expect(exitCode, stderr).toBe(0)
    expect(stdout).toMatch(new RegExp(`^${reference}@sha256:[0-9a-f]{64}\n$`))
    const digest = stdout.trim().split('@')[1]
    const url = `http://${registry}/v2/${repository}/manifests/${digest}`
    pushed.push(url)
    const response = await fetch(url, {
      headers: { accept: 'application/vnd.oci.image.index.v1+json' },
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      manifests: [
        { platform: { os: 'linux', architecture: native.slice('linux/'.length) } },
        { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
      ],
    })
  }, 280_000)

  test('asks for a base of its own only where the hub is out of reach', async () => {
    const { exitCode, stdout } = await runProcess('scripts/engine', ['base', 'flask'], { timeoutMs: 280_000 })
    expect(exitCode).toBe(0)
    expect(
      stdout === '' ||
        /^--build-context=python:3\.\d+-slim=docker-image:\/\/[\w.:]+\/base\/python:3\.\d+-slim\n$/.test(stdout),
    ).toBe(true)
  }, 280_000)
})
