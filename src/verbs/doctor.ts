import type { ResolvedConfig } from '../config/resolved-config.ts'
import { freeBytes } from '../engine/disk.ts'
import type { Engine } from '../engine/engine.ts'
import { formatPlatform, parsePlatform, type Platform } from '../oci/platform.ts'
import { formatEngineName } from '../report/engine-name.ts'
import type { DoctorCheck, DoctorListing } from '../report/listing.ts'
import { createRunLabels } from '../run/labels.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { assignEngines } from './assign-engines.ts'
import { checkBuilders } from './doctor-builders.ts'
import { connectEngines, type EngineAttempt, type Engines } from './engine-access.ts'

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
  const platforms = listPlatforms(config)
  const [checks, ofBuilders] = await Promise.all([
    runChecks(platforms, config, context),
    checkBuilders(platforms, config, context),
  ])
  return { schemaVersion: 1, tool: toolInfo(), checks: [...checks, ...ofBuilders] }
}

/** Those that were asked about, or the usual ones and those with an engine of their own; each once. */
function listPlatforms({ platforms, engines }: ResolvedConfig): readonly Platform[] {
  const own = engines.map(({ platform }) => platform)
  const asked = platforms.length > 0 ? platforms : [...own, ...commonPlatforms.map(parsePlatform)]
  return [...new Map(asked.map((platform) => [formatPlatform(platform), platform])).values()]
}

async function runChecks(
  asked: readonly Platform[],
  config: ResolvedConfig,
  context: VerbContext,
): Promise<readonly DoctorCheck[]> {
  const engines = connectEngines(config, context)
  try {
    const attempts = await engines.list()
    context.signal.throwIfAborted()
    const ofEngines = attempts.map((attempt) => checkEngine(attempt, nameOf(attempt, engines)))
    return [...(await Promise.all(ofEngines)).flat(), ...(await checkPlatforms(engines, asked, context))]
  } finally {
    await engines.close()
  }
}

/** Where there is but one, it needs no name. */
function nameOf({ name }: EngineAttempt, { areSeveral }: Engines): string {
  return areSeveral ? ` ${name}` : ''
}

async function checkEngine(attempt: EngineAttempt, name: string): Promise<readonly DoctorCheck[]> {
  if (attempt.kind === 'failed') {
    const { message, hint } = attempt.error
    return [{ name: `engine${name}`, status: 'missing', message, ...(hint === undefined ? {} : { hint }) }]
  }
  const { info } = attempt.engine
  const { endpoint, os, architecture, imageStore } = info
  const message = `${formatEngineName(info)} at ${endpoint}, ${os}/${architecture}, ${imageStore} image store`
  const disk = await checkDisk(attempt.engine)
  return [
    { name: `engine${name}`, status: 'ok', message },
    { ...disk, name: `disk${name}` },
  ]
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
  engines: Engines,
  asked: readonly Platform[],
  context: VerbContext,
): Promise<readonly DoctorCheck[]> {
  const platforms = new Map(asked.map((platform) => [formatPlatform(platform), { platform }]))
  const answering = [...platforms.values()].map(async (it) => {
    // Of an engine that does not answer, that is all there is to say.
    return engines.of(it.platform).then(
      () => [it],
      () => [],
    )
  })
  const known = (await Promise.all(answering)).flat()
  const assignments = await assignEngines(engines, known, createRunLabels(undefined), context)
  return [...platforms].flatMap(([name, platform]): readonly DoctorCheck[] => {
    const assignment = assignments.get(platform)
    if (assignment?.kind !== 'assigned' || assignment.execution === undefined) return []
    const { engine, execution } = assignment
    if (execution.kind === 'unavailable') {
      return [{ name, status: 'missing', message: execution.reason, hint: execution.hint }]
    }
    const emulator = execution.kind === 'emulated' ? [execution.emulator.name, execution.emulator.version ?? ''] : []
    const how = execution.kind === 'native' ? 'native' : `emulated by ${emulator.join(' ')}`.trim()
    return [{ name, status: 'ok', message: engines.areSeveral ? `${how} on ${engine.name}` : how }]
  })
}
