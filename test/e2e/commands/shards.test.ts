import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'

const folder = mkdtempSync(join(tmpdir(), 'everyarch-shards-'))
const file = (name: string): string => join(folder, name)
let pair: PushedImage
beforeAll(async () => {
  pair = await pushPair(openDistributionRegistry(), 'shards', serverImage)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await removeImages(pair.repository)
})

describe('shards of one image', () => {
  it('are planned without an engine, in one line', async () => {
    const { exitCode, stdout, stderr } = await runEveryarch(['plan', pair.reference, '--matrix'], {
      env: { DOCKER_HOST: 'tcp://127.0.0.1:9' },
    })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toBe(
      '{"include":[{"platform":"linux/amd64","runner":"ubuntu-24.04","execution":"native"},' +
        '{"platform":"linux/arm64","runner":"ubuntu-24.04-arm","execution":"native"}]}\n',
    )
    const absent = await runEveryarch(['plan', pair.reference, '--matrix', '--json', '--platform', 'linux/s390x'])
    expect(absent).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no platform to make a job of') })
  })

  it('are planned for an image that is yet to be built', async () => {
    const { exitCode, stdout } = await runEveryarch(['plan', '--matrix', '--platform', 'linux/amd64,linux/arm/v7'])
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout:
        '{"include":[{"platform":"linux/amd64","runner":"ubuntu-24.04","execution":"native"},' +
        '{"platform":"linux/arm/v7","runner":"ubuntu-24.04","execution":"emulated"}]}\n',
    })
    const unnamed = await runEveryarch(['plan', '--matrix'])
    expect(unnamed).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('everyarch plan needs an image') })
  })

  it('are one verdict, and none where one is missing', async () => {
    const shards = ['linux/amd64', 'linux/arm64'].map((platform, number) => ({
      platform,
      path: file(`${number}.json`),
    }))
    for (const { platform, path } of shards) {
      const result = await runEveryarch([
        'verify',
        pair.reference,
        '--platform',
        platform,
        '--reporter',
        `json=${path}`,
      ])
      expect(result).toMatchObject({ exitCode: 0 })
      expect(await findLeftovers(result.pid)).toEqual([])
    }
    const merged = await runEveryarch(['report', ...shards.map(({ path }) => path), '--json'])
    expect(merged).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('passed: 2 of 2 platforms') })
    expect(parseStdout(merged)).toMatchObject({
      command: 'report',
      image: { digest: pair.digest },
      verdict: 'passed',
      platforms: [
        { platform: 'linux/amd64', verdict: 'passed', execution: { kind: 'native' }, uname: 'x86_64' },
        { platform: 'linux/arm64', verdict: 'passed', execution: { kind: 'emulated' }, uname: 'aarch64' },
      ],
    })
    writeFileSync(file('merged.json'), merged.stdout)
    const again = await runEveryarch(['report', file('merged.json'), shards[0]?.path ?? '', '--json'])
    expect(parseStdout(again)).toEqual(parseStdout(merged))
    const piped = await runEveryarch(['report', '-', '--json'], { input: merged.stdout })
    expect(parseStdout(piped)).toEqual(parseStdout(merged))
    const torn = await runEveryarch(['report', '-'], { input: merged.stdout.slice(0, 99) })
    expect(torn).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('standard input: it is cut off') })

    const half = await runEveryarch(['report', shards[0]?.path ?? '', '--platform', 'linux/amd64,linux/arm64'])
    expect(half).toMatchObject({ exitCode: 3, stdout: expect.stringMatching(/linux\/arm64 +unverified/) })
  })

  it('of a tag that moved in between are refused', async () => {
    const other = await pushPair(openDistributionRegistry(), 'shards-moved', serverImage)
    for (const [name, image] of Object.entries({ before: pair, after: other })) {
      await runEveryarch(['inspect', image.reference, '--reporter', `json=${file(name)}`])
    }
    const result = await runEveryarch(['report', file('before'), file('after')])
    expect(result).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(other.digest) })
  })
})
