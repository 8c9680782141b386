import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerHttp } from '../../src/elf/http-program.ts'
import { loadNull } from '../../src/elf/programs.ts'
import { segfault } from '../support/acceptance/crashes.ts'
import { pushPair } from '../support/acceptance/pair.ts'
import { busyboxImage, httpServer } from '../support/busybox-image.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../support/engine.ts'
import { parseStdout } from '../support/everyarch.ts'
import { flaskImage } from '../support/flask-image.ts'
import { index } from '../support/image-builder.ts'
import { type PushedImage, pushImage } from '../support/image-registry.ts'
import { programImage } from '../support/program-image.ts'
import { nodeEngine, runPatiently } from './node-engine.ts'

const there = ['--engine', `linux/arm64=${nodeEngine}`]
const registry = openDistributionRegistry()
const folder = mkdtempSync(join(tmpdir(), 'everyarch-arm64-'))
let crashing: PushedImage
let fragile: PushedImage
let crashing32: PushedImage

/** Under an emulator, the first process is the emulator's. */
const diesUnderEmulation = `#!/bin/sh
case "$(/bin/busybox readlink /proc/1/exe)" in *qemu*) kill -SEGV $$ ;; esac
exec ${httpServer.Entrypoint.join(' ')}
`

beforeAll(async () => {
  crashing = await segfault(registry)
  fragile = await pushPair(registry, 'dies-under-emulation', (platform) =>
    busyboxImage(platform, {
      files: [
        { path: '/www/index.html', text: 'hello\n' },
        { path: '/start', text: diesUnderEmulation, mode: 0o755 },
      ],
      config: { ...httpServer, Entrypoint: ['/start'] },
    }),
  )
  const serve = answerHttp({ port: 8080, body: 'hello' })
  const images = [
    await programImage('linux/amd64', serve),
    await programImage('linux/arm64', serve),
    await programImage('linux/arm/v7', loadNull()),
  ]
  crashing32 = await pushImage(registry, index(images), 'segfault-32')
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await removeImages(crashing.repository)
  await removeImages(fragile.repository)
  await removeImages(crashing32.repository)
})

describe('an arm64 machine beside this one', () => {
  it('runs arm64 of the Flask image natively, while the rest is emulated here', async () => {
    const result = await runPatiently(['verify', await flaskImage(), '--http', '5000', '--json', ...there])
    expect(result.exitCode, result.stderr).toBe(0)
    expect(parseStdout(result)).toMatchObject({
      verdict: 'passed',
      platforms: [
        { platform: 'linux/amd64', execution: { kind: 'native', engine: 'default' }, uname: 'x86_64' },
        { platform: 'linux/arm64', execution: { kind: 'native', engine: nodeEngine }, uname: 'aarch64' },
        { platform: 'linux/arm/v7', execution: { kind: 'emulated', engine: 'default' }, uname: 'armv7l' },
      ],
    })
    expect(await findLeftovers(result.pid)).toEqual([])
  })

  it("settles that a crash is the image's", async () => {
    const flags = ['verify', crashing.reference, '--http', '8080', '--json']
    const here = await runPatiently(flags)
    expect(here.exitCode, here.stderr).toBe(4)
    const settled = await runPatiently([...flags, ...there])
    expect(settled.exitCode, settled.stderr).toBe(1)
    expect(parseStdout(settled)).toMatchObject({
      platforms: [
        { verdict: 'passed' },
        { verdict: 'failed', execution: { kind: 'native' }, findings: [{ code: 'run/crash', severity: 'error' }] },
      ],
    })
  })

  it("settles that a crash is the emulator's, also as a shard of its own", async () => {
    const flags = ['verify', fragile.reference, '--http', '8080', '--json']
    const here = await runPatiently(flags)
    expect(here.exitCode, here.stderr).toBe(4)
    const shard = await runPatiently([...flags, '--platform', 'linux/arm64', ...there])
    expect(shard.exitCode, shard.stderr).toBe(0)
    const files = [here, shard].map(({ stdout }, number) => {
      const file = join(folder, `${number}.json`)
      writeFileSync(file, stdout)
      return file
    })
    const merged = await runPatiently(['report', ...files, '--json'])
    expect(merged.exitCode).toBe(0)
    expect(parseStdout(merged)).toMatchObject({
      verdict: 'passed',
      platforms: [{ verdict: 'passed' }, { verdict: 'passed', execution: { kind: 'native', engine: nodeEngine } }],
    })
  })

  it('is asked for a 32-bit platform too, when that dies under the emulator here', async () => {
    const result = await runPatiently(['verify', crashing32.reference, '--http', '8080', '--json', ...there])
    expect(result.exitCode, result.stderr).toBe(1)
    const step = {
      step: 'native-engine',
      result: 'same',
      says: `natively, on ${nodeEngine}, it is ended by SIGSEGV too`,
    }
    const blame = expect.arrayContaining([expect.objectContaining(step)])
    const crash = { code: 'run/crash', severity: 'error', evidence: expect.objectContaining({ blame }) }
    expect(parseStdout(result)).toMatchObject({
      platforms: [
        { verdict: 'passed' },
        { verdict: 'passed' },
        {
          platform: 'linux/arm/v7',
          verdict: 'failed',
          execution: { kind: 'emulated', engine: 'default' },
          findings: expect.arrayContaining([expect.objectContaining(crash)]),
        },
      ],
    })
  })
})
