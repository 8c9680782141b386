import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeProbe } from '../../../src/elf/probe.ts'
import { listBinfmtHandlers, matchHandler } from '../../../src/emulation/binfmt.ts'
import { detectExecution } from '../../../src/emulation/detect.ts'
import { isNativeTo } from '../../../src/emulation/host.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { busyboxPlatforms } from '../../support/busybox.ts'
import { docker } from '../../support/engine.ts'
import { openGivenEngine, ownLabels } from './given-engine.ts'

const platforms = busyboxPlatforms.map(parsePlatform)
const labels = ownLabels()
let engine: Engine
let cacheDir: string

beforeAll(async () => {
  engine = await openGivenEngine()
  cacheDir = await mkdtemp(join(tmpdir(), 'everyarch-execution-'))
})

afterAll(async () => {
  await rm(cacheDir, { recursive: true })
  await engine.close()
})

function refuse(): Promise<never> {
  return Promise.reject(new Error('the engine was asked although the answer is known'))
}

/** The same engine, unable to run anything. */
function idle(): Engine {
  return { ...engine, loadImage: refuse, startContainer: refuse }
}

describe('on a real engine', () => {
  it('each of ten platforms is native or emulated, by an emulator that names itself', async () => {
    const executions = await detectExecution(engine, platforms, { labels, cacheDir })
    for (const platform of busyboxPlatforms) {
      const execution = executions.get(platform)
      if (isNativeTo(engine.info.architecture, parsePlatform(platform))) {
        expect({ platform, execution }).toMatchObject({ execution: { kind: 'native' } })
      } else {
        const emulator = { name: expect.stringMatching(/^qemu-/), version: expect.stringMatching(/^\d+\.\d+/) }
        expect({ platform, execution }).toMatchObject({ execution: { kind: 'emulated', emulator } })
      }
    }
    expect(await engine.listContainers(labels)).toStrictEqual([])
  })

  it('a second look starts nothing and says the same', async () => {
    const first = await detectExecution(engine, platforms, { labels, cacheDir })
    expect(await detectExecution(idle(), platforms, { labels, cacheDir })).toStrictEqual(first)
  })

  it('a platform is there exactly when the kernel has a handler for it', async () => {
    const platform = { os: 'linux', architecture: 'loong64' }
    const handlers = listBinfmtHandlers() ?? []
    const executions = await detectExecution(engine, [platform], { labels })
    const expected =
      matchHandler(handlers, writeProbe(platform)) === undefined
        ? { kind: 'unavailable', code: 'execution/no-handler', hint: expect.stringContaining('--install loong64') }
        : { kind: 'emulated', emulator: { name: 'qemu-loongarch64' } }
    expect(executions.get('linux/loong64')).toMatchObject(expected)
  })

  it('no container and no image stays when it is stopped half way', async () => {
    const stop = new AbortController()
    const stopping = { ...engine, startContainer: stopAfterStart(engine, stop) }
    await expect(detectExecution(stopping, platforms, { labels, signal: stop.signal })).rejects.toThrow()
    expect(await engine.listContainers(labels)).toStrictEqual([])
    const [[label, run] = []] = Object.entries(labels)
    expect((await docker('images', '--all', '--quiet', '--filter', `label=${label}=${run}`)).stdout).toBe('')
  })
})

function stopAfterStart(from: Engine, stop: AbortController): Engine['startContainer'] {
  return async (request) => {
    const started = await from.startContainer(request)
    stop.abort()
    return started
  }
}
