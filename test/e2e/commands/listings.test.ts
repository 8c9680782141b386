import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goodTenPlatforms } from '../../support/acceptance/good-ten-platforms.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { busyboxPlatforms } from '../../support/busybox.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'

const registry = openDistributionRegistry()
let ten: PushedImage
let pair: PushedImage
beforeAll(async () => {
  ten = await goodTenPlatforms(registry)
  pair = await pushPair(registry, 'commands', serverImage)
})

const sha256 = expect.stringMatching(/^sha256:[0-9a-f]{64}$/)

describe('platforms', () => {
  it('lists an image at a glance', async () => {
    const { exitCode, stdout, stderr } = await runEveryarch(['platforms', ten.reference])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const [head, ...rows] = stdout.trimEnd().split('\n')
    expect(head).toBe(`${ten.reference}@${ten.digest.slice(0, 19)}  10 platforms, 10 attestations`)
    expect(rows.map((row) => row.trim().split(/\s+/)[0])).toEqual(busyboxPlatforms)
    for (const row of rows) expect(row).toMatch(/^ {2}linux\/\S+ +sha256:[0-9a-f]{12} +[\d.]+ [kM]B$/)
  })

  it('prints a document for scripts', async () => {
    const result = await runEveryarch(['platforms', ten.reference, '--json'])
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(parseStdout(result)).toEqual({
      schemaVersion: 1,
      tool: { name: 'everyarch', version: expect.any(String) },
      image: { reference: ten.reference, digest: ten.digest, mediaType: expect.stringContaining('index') },
      attestations: 10,
      platforms: busyboxPlatforms.map((platform) => ({
        platform,
        declared: platform,
        digest: ten.manifests[platform],
        sizeBytes: expect.any(Number),
      })),
    })
  })

  it('lists several images side by side, and the one that is absent as such', async () => {
    const absent = `${pair.repository}:absent`
    const result = await runEveryarch(['platforms', pair.reference, absent, '--json'])
    expect(result.exitCode).toBe(2)
    expect(parseStdout(result)).toMatchObject({
      images: [
        { image: { reference: pair.reference }, platforms: [{ digest: sha256 }, { digest: sha256 }] },
        { image: { reference: absent }, platforms: [], errors: [{ code: 'image-not-found' }] },
      ],
    })
    const { exitCode, stdout } = await runEveryarch(['platforms', pair.reference, ten.reference])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/amd64 +arm64/)
  })

  it('ends with 1 when a required platform is missing, and names what is there', async () => {
    const { exitCode, stdout } = await runEveryarch(['platforms', pair.reference, '--require', 'linux/s390x'])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(
      /index\/platform-missing\n.*linux\/s390x is not in the index, which has linux\/amd64, linux\/arm64/,
    )
  })
})

describe('inspect', () => {
  it('audits an image without an engine', async () => {
    const env = { DOCKER_HOST: 'tcp://127.0.0.1:9' }
    const { exitCode, stdout, stderr } = await runEveryarch(['inspect', pair.reference], { env })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^✓ linux\/amd64 +passed +sha256:.*\n✓ linux\/arm64 +passed /)
    expect(stdout).toMatch(/^passed: 2 of 2 platforms of /m)
  })

  it('prints one report, or one for each of several images', async () => {
    const one = parseStdout(await runEveryarch(['inspect', pair.reference, '--json']))
    const report = { schemaVersion: 1, command: 'inspect', verdict: 'passed', exitCode: 0, errors: [] }
    expect(one).toMatchObject({ ...report, image: { digest: pair.digest } })
    const both = parseStdout(await runEveryarch(['inspect', pair.reference, ten.reference, '--json']))
    expect(both).toMatchObject({
      command: 'inspect',
      verdict: 'passed',
      exitCode: 0,
      reports: [
        { ...report, image: { reference: pair.reference } },
        { ...report, image: { reference: ten.reference } },
      ],
    })
  })
})

describe('plan', () => {
  it('says what would run how, and how that is known', async () => {
    const result = await runEveryarch(['plan', pair.reference, '--json'])
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    const proof = expect.stringContaining('known-good program')
    expect(parseStdout(result)).toMatchObject({
      engines: [{ name: 'default', platform: 'linux/amd64', imageStore: expect.stringMatching(/containerd|classic/) }],
      platforms: [
        { platform: 'linux/amd64', execution: { kind: 'native', proof } },
        { platform: 'linux/arm64', execution: { kind: 'emulated', emulator: { name: 'qemu-aarch64' }, proof } },
      ],
    })
    expect(await findLeftovers(result.pid)).toEqual([])
  })
})

describe('doctor', () => {
  it('says that nothing is missing', async () => {
    const { exitCode, stdout } = await runEveryarch(['doctor', '--platform', 'linux/amd64,linux/arm64'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(
      /^✓ engine .*\n[^]*✓ linux\/amd64 +native\n✓ linux\/arm64 +emulated by qemu-aarch64.*\n✓ builder [^]*\n✓ builds [^]*\n\nnothing is missing\n$/,
    )
  })

  it('ends with 3 when something is, and says how it is added', async () => {
    const result = await runEveryarch(['doctor', '--platform', 'linux/loong64', '--json'])
    expect(result.exitCode).toBe(3)
    const hint = expect.stringMatching(/--install loong64/)
    const missing = expect.objectContaining({ name: 'linux/loong64', status: 'missing', hint })
    expect(parseStdout(result)).toMatchObject({ checks: expect.arrayContaining([missing]) })
  })
})

afterAll(() => removeImages(pair.repository))
