import { beforeAll, describe, expect, it } from 'vitest'
import { goodTenPlatforms } from '../support/acceptance/good-ten-platforms.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { parseStdout } from '../support/everyarch.ts'
import type { PushedImage } from '../support/image-registry.ts'
import { runProcess } from '../support/run-process.ts'
import { nodeEngine, runPatiently } from './node-engine.ts'

const env = { DOCKER_HOST: nodeEngine }
let ten: PushedImage
beforeAll(async () => {
  ten = await goodTenPlatforms(openDistributionRegistry())
})

describe('an arm64 machine as the host', () => {
  it('runs arm64 and 32-bit arm natively, under the names its kernel has for them', async () => {
    const flags = ['--platform', 'linux/arm64,linux/arm/v7,linux/arm/v5', '--http', '8080', '--json']
    const result = await runPatiently(['verify', ten.reference, ...flags], env)
    expect(result.exitCode, result.stderr).toBe(0)
    const native = { verdict: 'passed', execution: { kind: 'native', engine: 'default' }, uname: 'aarch64' }
    const platforms = ['linux/arm64', 'linux/arm/v7', 'linux/arm/v5'].map((platform) => ({ ...native, platform }))
    expect(parseStdout(result)).toMatchObject({ platforms: expect.arrayContaining(platforms.map(like)) })
    const left = await runProcess('docker', ['ps', '--all', '--quiet'], { env })
    expect(left).toMatchObject({ exitCode: 0, stdout: '' })
  })

  it('cannot run amd64 without an emulator, says how one is added, and blames no image', async () => {
    const flags = ['--platform', 'linux/amd64,linux/arm64', '--http', '8080', '--json']
    const result = await runPatiently(['verify', ten.reference, ...flags], env)
    expect(result.exitCode, result.stderr).toBe(3)
    const finding = { code: 'execution/no-handler', hint: expect.stringContaining('amd64') }
    const amd64 = { platform: 'linux/amd64', verdict: 'unverified', findings: [finding] }
    const arm64 = { platform: 'linux/arm64', verdict: 'passed' }
    expect(parseStdout(result)).toMatchObject({ platforms: expect.arrayContaining([amd64, arm64].map(like)) })
  })

  it('is described by doctor', async () => {
    const { exitCode, stdout } = await runPatiently(['doctor', '--platform', 'linux/arm64,linux/amd64'], env)
    expect(exitCode).toBe(3)
    expect(stdout).toMatch(/✓ engine .*\n?.*linux\/arm64[^]*✓ linux\/arm64 +native\n✗ linux\/amd64/)
  })
})

function like(fields: object): unknown {
  return expect.objectContaining(
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, deepLike(value)])),
  )
}

function deepLike(value: unknown): unknown {
  if (Array.isArray(value)) return expect.arrayContaining(value.map(deepLike))
  return typeof value === 'object' && value !== null && !('asymmetricMatch' in value) ? like(value) : value
}
