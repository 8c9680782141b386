import { hostname } from 'node:os'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { ContainerSummary, Engine } from '../engine/engine.ts'
import { deadlineLabel, hostLabel, processLabel, runLabel } from '../engine/labels.ts'
import { toHarnessError } from '../errors.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { CleanListing, RemovedThing } from '../report/listing.ts'
import type { ErrorReport } from '../report/report.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { connectEngine } from './engine-access.ts'

/** Removes what runs that were killed left in the engine, and nothing of those that still go on. */
export async function clean(config: ResolvedConfig, context: VerbContext): Promise<CleanListing> {
  const engine = await connectEngine(config, context)
  try {
    const made = await engine.listContainers({ [runLabel]: '' })
    const results = await Promise.all(made.filter(isAbandoned).map((container) => remove(engine, container)))
    const errors = results.flatMap(({ error }) => error ?? [])
    return {
      schemaVersion: 1,
      tool: toolInfo(),
      removed: results.flatMap(({ removed }) => removed ?? []),
      ...(errors.length === 0 ? {} : { errors }),
    }
  } finally {
    await engine.close()
  }
}

interface Removal {
  readonly removed?: RemovedThing
  readonly error?: ErrorReport
}

async function remove(engine: Engine, { id, labels }: ContainerSummary): Promise<Removal> {
  try {
    await engine.removeContainer(id)
    const run = labels[runLabel]
    return { removed: { kind: 'container', name: id.slice(0, 12), ...(run === undefined ? {} : { run }) } }
  } catch (thrown) {
    return { error: toErrorReport(toHarnessError(thrown)) }
  }
}

/** Its run is over: by its deadline, or because its process is gone from this host. */
function isAbandoned({ labels }: ContainerSummary): boolean {
  const deadline = Number(labels[deadlineLabel])
  if (!(deadline > Date.now() / 1000)) return true
  if (labels[hostLabel] !== hostname()) return false
  return !isAlive(Number(labels[processLabel]))
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
