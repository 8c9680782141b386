import { listCandidates } from '../audit/audit.ts'
import { auditPlatforms } from '../audit/index-platforms.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { Engine } from '../engine/engine.ts'
import { HarnessError } from '../errors.ts'
import type { ImageView } from '../image/view.ts'
import { formatDeclaredPlatform } from '../oci/platform.ts'
import { platformOf, selectPlatforms, type Named } from '../plan/selection.ts'
import { settingsFor } from '../plan/settings-for.ts'
import { plannedDeadline } from '../plan/timeout.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { ExecutionReport } from '../report/report.ts'
import type { PlanListing, PlannedEngine, PlannedPlatform } from '../report/listing.ts'
import { createRunLabels } from '../run/labels.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { assignEngines, type Assignment } from './assign-engines.ts'
import { connectEngines } from './engine-access.ts'
import { wishesOf } from './inspect.ts'
import { openNamedView } from './open-view.ts'
import { openClient } from './registry-access.ts'
import { splitLevels } from './split-levels.ts'

/** Says what would be run where, without running the image. */
export async function plan(config: ResolvedConfig, context: VerbContext): Promise<PlanListing> {
  const [name] = config.images
  if (name === undefined) {
    throw new HarnessError('usage-invalid', 'plan needs an image', { hint: 'for example: everyarch plan alpine:3' })
  }
  const client = openClient(config, context)
  const engines = connectEngines(config, context)
  let view: ImageView | undefined
  try {
    view = await openNamedView(name, { client, config, context })
    const candidates = await listCandidates(view)
    const { selected, skipped } = selectPlatforms(candidates, config.platforms, 'linux')
    const { run, audited } = splitLevels(selected, config)
    const assignments = await assignEngines(engines, run, createRunLabels(config.deadlineMs), context)
    const used = [...assignments.values()]
    const failures = new Set(used.flatMap((it) => (it.kind === 'failed' ? [it.error] : [])))
    const [failure] = failures
    if (failure !== undefined && !engines.areSeveral) throw failure
    const connected = new Set(used.flatMap((it) => (it.kind === 'assigned' ? [it.engine] : [])))
    const nativePlatform = findNative(assignments)
    const findings = auditPlatforms(view, candidates, wishesOf(config))
    return {
      schemaVersion: 1,
      tool: toolInfo(),
      image: { reference: view.source.name, digest: view.root.digest, mediaType: view.root.mediaType },
      engines: [...connected].map(describeEngine),
      platforms: inIndexOrder(view, [...selected, ...skipped]).map((named) => {
        if (audited.includes(named)) return { ...describeNamed(named), execution: staticExecution }
        if (skipped.includes(named)) return { ...describeNamed(named), execution: { kind: 'none' } }
        const planned = describePlanned(named, assignments.get(named), config, nativePlatform)
        return engines.areSeveral ? withEngine(planned, assignments.get(named)) : planned
      }),
      ...(findings.length === 0 ? {} : { findings }),
      ...(failures.size === 0 ? {} : { errors: [...failures].map(toErrorReport) }),
    }
  } finally {
    await view?.source.close()
    await engines.close()
    await client.close()
  }
}

const staticExecution: ExecutionReport = { kind: 'none', reason: 'level: static' }

function inIndexOrder({ images }: ImageView, listed: readonly Named[]): readonly Named[] {
  const byImage = new Map(listed.map((named) => [named.image, named]))
  return images.flatMap((image) => byImage.get(image) ?? [])
}

function describeEngine({ name, info }: Engine): PlannedEngine {
  const { endpoint, product, version, os, architecture, imageStore } = info
  return { name, endpoint, product, version, platform: `${os}/${architecture}`, imageStore }
}

/** What starts under emulation would be compared with. */
function findNative(assignments: ReadonlyMap<Named, Assignment>): string | undefined {
  const native = [...assignments].find(([, it]) => it.kind === 'assigned' && it.execution?.kind === 'native')
  return native && platformOf(native[0])
}

function describePlanned(
  named: Named,
  assignment: Assignment | undefined,
  config: ResolvedConfig,
  nativePlatform: string | undefined,
): PlannedPlatform {
  if (assignment?.kind === 'failed') {
    const { message, hint } = assignment.error
    const execution = { kind: 'unavailable', reason: message } as const
    return { ...describeNamed(named), execution, ...(hint === undefined ? {} : { hint }) }
  }
  const execution = assignment?.execution
  if (execution === undefined) return { ...describeNamed(named), execution: { kind: 'none' } }
  if (execution.kind === 'unavailable') {
    const { kind, reason, hint } = execution
    return { ...describeNamed(named), execution: { kind, reason }, hint }
  }
  const { timeoutMs: askedMs } = settingsFor(config, named.platform)
  const { timeoutMs, reason } = plannedDeadline({ execution, askedMs }, nativePlatform)
  return { ...describeNamed(named), execution, timeoutMs, timeoutReason: reason }
}

function withEngine(planned: PlannedPlatform, assignment: Assignment | undefined): PlannedPlatform {
  const { execution } = planned
  if (assignment?.kind !== 'assigned' || execution.kind === 'none') return planned
  return { ...planned, execution: { ...execution, engine: assignment.engine.name } }
}

function describeNamed(named: Named): Pick<PlannedPlatform, 'platform' | 'declared' | 'digest'> {
  const { declared, descriptor } = named.image
  return {
    platform: platformOf(named),
    digest: descriptor.digest,
    ...(declared === undefined ? {} : { declared: formatDeclaredPlatform(declared) }),
  }
}
