import type { ResolvedConfig } from '../config/resolved-config.ts'
import { freeBytes } from '../engine/disk.ts'
import type { Engine } from '../engine/engine.ts'
import { toHarnessError } from '../errors.ts'
import { parsePlatform } from '../oci/platform.ts'
import { formatEngineName } from '../report/engine-name.ts'
import type { DoctorCheck, DoctorListing } from '../report/listing.ts'
import { createRunLabels } from '../run/labels.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { connectEngine, detectOn } from './engine-access.ts'

/** The platforms images are published for; asked about when the user names none. */
const commonPlatforms = [
  'linux/amd64',
  'linux/386',
  'linux/arm64',
  'linux/arm/v7',
  'linux/arm/v6',
  'linux/ppc64le',
  'linux/s390x',
  'linux/riscv64',
] as const

const littleDiskBytes = 2 * 1024 ** 3

/** Looks at the engine, its disk and its emulators, and says what is missing and how to add it. */
export async function doctor(config: ResolvedConfig, context: VerbContext): Promise<DoctorListing> {
  const checks = await runChecks(config, context)
  return { schemaVersion: 1, tool: toolInfo(), checks }
}

async function runChecks(config: ResolvedConfig, context: VerbContext): Promise<readonly DoctorCheck[]> {
  let engine: Engine
  try {
    engine = await connectEngine(config, context)
  } catch (thrown) {
    context.signal.throwIfAborted()
    const { message, hint } = toHarnessError(thrown)
    return [{ name: 'engine', status: 'missing', message, ...(hint === undefined ? {} : { hint }) }]
  }
  try {
    return [describeEngine(engine), await checkDisk(engine), ...(await checkPlatforms(engine, config, context))]
  } finally {
    await engine.close()
  }
}

function describeEngine({ info }: Engine): DoctorCheck {
  const { endpoint, os, architecture, imageStore } = info
  const message = `${formatEngineName(info)} at ${endpoint}, ${os}/${architecture}, ${imageStore} image store`
  return { name: 'engine', status: 'ok', message }
}

async function checkDisk({ info }: Engine): Promise<DoctorCheck> {
  const free = await freeBytes(info)
  if (free === undefined) {
    return { name: 'disk', status: 'unknown', message: "the engine's disk cannot be seen from here" }
  }
  const message = `${(free / 1024 ** 3).toFixed(1)} GiB free at ${info.dataRoot ?? 'its data root'}`
  if (free >= littleDiskBytes) return { name: 'disk', status: 'ok', message }
  return { name: 'disk', status: 'missing', message, hint: 'make room: docker system prune' }
}

async function checkPlatforms(
  engine: Engine,
  config: ResolvedConfig,
  context: VerbContext,
): Promise<readonly DoctorCheck[]> {
  const platforms = config.platforms.length > 0 ? config.platforms : commonPlatforms.map(parsePlatform)
  const executions = await detectOn(engine, platforms, createRunLabels(undefined), context)
  return [...executions].map(([name, execution]): DoctorCheck => {
    if (execution.kind === 'unavailable') {
      return { name, status: 'missing', message: execution.reason, hint: execution.hint }
    }
    const how =
      execution.kind === 'native'
        ? 'native'
        : `emulated by ${execution.emulator.name} ${execution.emulator.version ?? ''}`
    return { name, status: 'ok', message: how.trim() }
  })
}
