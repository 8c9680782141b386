import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeProbe } from '../../../src/elf/probe.ts'
import { listBinfmtHandlers, matchHandler } from '../../../src/emulation/binfmt.ts'
import { calibrateEngine } from '../../../src/emulation/calibration.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { busyboxPlatforms } from '../../support/busybox.ts'
import { openGivenEngine, ownLabels } from './given-engine.ts'

const labels = ownLabels()
const architectures = [...new Set(busyboxPlatforms.map((name) => parsePlatform(name).architecture))]
let engine: Engine

beforeAll(async () => {
  engine = await openGivenEngine()
})

afterAll(() => engine.close())

it('every architecture is measured in one container, and nothing of it stays', async () => {
  const calibrations = await calibrateEngine(engine, architectures, { labels })
  expect([...calibrations.keys()].toSorted()).toEqual(architectures.toSorted())
  const native = calibrations.get(engine.info.architecture)
  expect(native?.own).toEqual(native?.host)
  expect(await engine.listContainers(labels)).toEqual([])
  expect(await engine.listImages({ labels })).toEqual([])
})

it('what is emulated computes slower, and starts much slower, than what is not', async () => {
  const { architecture } = engine.info
  const foreign = architecture === 'arm64' ? 's390x' : 'arm64'
  const measured = (await calibrateEngine(engine, [foreign], { labels })).get(foreign)
  if (measured === undefined) throw new Error('it was not measured')
  const { own, host } = measured
  expect(own.cpuUs / host.cpuUs).toBeGreaterThan(1.5)
  expect(own.spawnUs / host.spawnUs).toBeGreaterThan(3)
})

it('an architecture that this engine cannot execute is left out, and the others are there', async () => {
  const calibrations = await calibrateEngine(engine, ['loong64', 'riscv64'], { labels })
  const canRun = matchHandler(listBinfmtHandlers() ?? [], writeProbe({ os: 'linux', architecture: 'loong64' }))
  const expected = [engine.info.architecture, ...(canRun === undefined ? [] : ['loong64']), 'riscv64']
  expect([...calibrations.keys()]).toEqual(expected)
})
