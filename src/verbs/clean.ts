import { tmpdir } from 'node:os'
import { builtRepository, parseBuiltName } from '../build/engine-name.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { Engine, ResourceKind } from '../engine/engine.ts'
import { runLabel } from '../engine/labels.ts'
import { toHarnessError } from '../errors.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { CleanListing, RemovedThing } from '../report/listing.ts'
import type { ErrorReport } from '../report/report.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { removeStaleFolders } from './clean-folders.ts'
import { connectEngines } from './engine-access.ts'
import { isAbandoned, isAbandonedBuild, readHere, type Here } from './abandoned.ts'

/** Removes what runs that were killed left in the engine and on this machine, and nothing of those that still go on. */
export async function clean(config: ResolvedConfig, context: VerbContext): Promise<CleanListing> {
  const engines = connectEngines(config, context)
  try {
    const attempts = await engines.list()
    const failures = attempts.flatMap((it) => (it.kind === 'failed' ? [it.error] : []))
    const [failure] = failures
    if (failure !== undefined && (attempts.length === 1 || failure.exitCode === 2)) throw failure
    const results: Removal[] = []
    for (const attempt of attempts) {
      if (attempt.kind === 'failed') continue
      const cleaning = cleanEngine(attempt.engine)
      results.push(...(await (attempts.length === 1 ? cleaning : cleaning.catch(failedRemoval))))
    }
    const errors = [...failures.map(toErrorReport), ...results.flatMap(({ error }) => error ?? [])]
    return {
      schemaVersion: 1,
      tool: toolInfo(),
      removed: [...results.flatMap(({ removed }) => removed ?? []), ...(await removeFolders())],
      ...(errors.length === 0 ? {} : { errors }),
    }
  } finally {
    await engines.close()
  }
}

function failedRemoval(thrown: unknown): readonly Removal[] {
  return [{ error: toErrorReport(toHarnessError(thrown)) }]
}

async function cleanEngine(engine: Engine): Promise<readonly Removal[]> {
  const ofRuns = { [runLabel]: '' }
  const containers = (await engine.listContainers(ofRuns)).filter(isLeft).map(({ id, labels }): Leftover => ({
    kind: 'container',
    name: id.slice(0, 12),
    labels,
    remove: () => engine.removeContainer(id),
  }))
  const ofContainers = await Promise.all(containers.map(remove))
  // What a container uses cannot be removed before it.
  const used = await Promise.all([
    listAbandonedImages(engine, ofRuns),
    listAbandonedBuilds(engine),
    listAbandonedResources(engine, 'network', ofRuns),
    listAbandonedResources(engine, 'volume', ofRuns),
  ])
  return [...ofContainers, ...(await Promise.all(used.flat().map(remove)))]
}

/** Sockets are in the second where the path of the first is too long for them. */
async function removeFolders(): Promise<readonly RemovedThing[]> {
  const removed = await Promise.all([...new Set([tmpdir(), '/tmp'])].map(removeStaleFolders))
  return removed.flat()
}

type Labels = Readonly<Record<string, string>>

async function listAbandonedImages(engine: Engine, ofRuns: Labels): Promise<readonly Leftover[]> {
  const images = (await engine.listImages({ labels: ofRuns })).filter(isLeft)
  return images.flatMap(({ id, names, labels }) =>
    (names.length === 0 ? [id] : names).map((name): Leftover => ({
      kind: 'image',
      name,
      labels,
      remove: () => engine.removeImage(name),
    })),
  )
}

/** What a build of a run that was killed left under the run's own name. */
async function listAbandonedBuilds(engine: Engine): Promise<readonly Leftover[]> {
  const here = readHere()
  const names = (await engine.listImages({ repository: builtRepository })).flatMap((image) => image.names)
  return names
    .filter((name) => isLeftBuild(name, here))
    .map((name): Leftover => ({
      kind: 'image',
      name,
      labels: {},
      remove: () => engine.removeImage(name),
    }))
}

function isLeftBuild(name: string, here: Here): boolean {
  const built = parseBuiltName(name)
  return built !== undefined && isAbandonedBuild(built, here)
}

async function listAbandonedResources(
  engine: Engine,
  kind: ResourceKind,
  ofRuns: Labels,
): Promise<readonly Leftover[]> {
  const resources = (await engine.listResources(kind, ofRuns)).filter(isLeft)
  return resources.map(({ name, labels }): Leftover => ({
    kind,
    name,
    labels,
    remove: () => engine.removeResource(kind, name),
  }))
}

interface Leftover {
  readonly kind: RemovedThing['kind']
  readonly name: string
  readonly labels: Labels
  readonly remove: () => Promise<void>
}

interface Removal {
  readonly removed?: RemovedThing
  readonly error?: ErrorReport
}

async function remove({ kind, name, labels, remove: removeIt }: Leftover): Promise<Removal> {
  try {
    await removeIt()
    const run = labels[runLabel]
    return { removed: { kind, name, ...(run === undefined ? {} : { run }) } }
  } catch (thrown) {
    return { error: toErrorReport(toHarnessError(thrown)) }
  }
}

/** What no run will remove any more. */
function isLeft({ labels }: { readonly labels: Labels }): boolean {
  return isAbandoned(labels, readHere())
}
