import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { writeProbe, writeProgram } from '../../../src/elf/probe.ts'
import { sleepForever } from '../../../src/elf/programs.ts'
import { acceptedMachines } from '../../../src/emulation/expected-uname.ts'
import { isNativeTo } from '../../../src/emulation/host.ts'
import { listBinfmtHandlers } from '../../../src/emulation/binfmt.ts'
import { proveFromProcesses } from '../../../src/emulation/proof.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { type LoadedImage, loadImage, openGivenEngine, ownLabels } from './given-engine.ts'

const labels = ownLabels()
let engine: Engine
let image: LoadedImage

beforeAll(async () => {
  engine = await openGivenEngine()
  const files = ['amd64', 'arm64', 'arm'].flatMap((architecture) => {
    const platform = { os: 'linux', architecture }
    return [
      { path: `/probe-${architecture}`, bytes: writeProbe(platform), mode: 0o755 },
      { path: `/sleep-${architecture}`, bytes: writeProgram(platform, sleepForever()), mode: 0o755 },
    ]
  })
  image = await loadImage(engine, labels, files)
})

afterAll(async () => {
  await image[Symbol.asyncDispose]()
  await engine.close()
})

describe('the known-good program in an image without a shell', () => {
  it.each([
    ['amd64', undefined, 'x86_64'],
    ['arm64', undefined, 'aarch64'],
    ['arm', undefined, 'armv7l'],
    ['arm', 'arm1176', 'armv6l'],
    ['arm', 'arm926', 'armv5tel'],
  ])('of %s answers for uname, as QEMU_CPU=%s: %s', async (architecture, cpu, emulated) => {
    await using run = await image.start({
      entrypoint: [`/probe-${architecture}`, 'uname'],
      init: true,
      ...(cpu === undefined ? {} : { env: { QEMU_CPU: cpu } }),
    })
    const platform = { os: 'linux', architecture }
    const hostArchitecture = engine.info.architecture
    const expected = isNativeTo(hostArchitecture, platform)
      ? acceptedMachines({ platform, hostArchitecture })
      : [emulated]
    expect(expected.map((machine) => [`probe ${machine}`])).toContainEqual((await run.finish()).map(({ text }) => text))
  })
})

describe("the engine's process list", () => {
  it.each(['amd64', 'arm64', 'arm'])('shows what executes a program of %s', async (architecture) => {
    await using run = await image.start({ entrypoint: [`/sleep-${architecture}`] })
    const platform = parsePlatform(`linux/${architecture}`)
    const hostArchitecture = engine.info.architecture
    const kind = isNativeTo(hostArchitecture, platform) ? 'native' : 'emulated'
    const handlers = engine.info.isLocal ? listBinfmtHandlers() : undefined
    const prove = async (exactly: typeof handlers) =>
      proveFromProcesses(await run.container.processes(), { platform, hostArchitecture, handlers: exactly })
    await vi.waitFor(async () => expect(await prove(handlers)).toMatchObject({ kind }), { timeout: 20_000 })
    expect(await prove(undefined)).toStrictEqual(await prove(handlers))
  })

  it('shows a foreign program that is no program of the platform to be native', async () => {
    const hostArchitecture = engine.info.architecture
    await using run = await image.start({ entrypoint: [`/sleep-${hostArchitecture}`] })
    const question = { platform: parsePlatform('linux/s390x'), hostArchitecture, emulator: 'qemu-s390x' }
    const prove = async () => proveFromProcesses(await run.container.processes(), question)
    await vi.waitFor(async () => expect(await prove()).toMatchObject({ kind: 'native' }), { timeout: 20_000 })
  })
})
