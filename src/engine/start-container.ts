import { posix } from 'node:path'
import { present } from '../config/present.ts'
import { HarnessError } from '../errors.ts'
import type { Platform } from '../oci/platform.ts'
import type { EngineClient } from './client.ts'
import { readUsage } from './container-usage.ts'
import { countProcesses, findControlGroups, killAll } from './control-group.ts'
import { createRequest } from './create-request.ts'
import { endOthers, readCrowd, removeCrowded, type Crowd, type OwnKernel } from './crowd.ts'
import type { ContainerRequest, StartResult } from './engine.ts'
import { ownFolder } from './own-folder.ts'
import { abortError, answerMessage, answerStatus } from './engine-error.ts'
import { inspectContainer, type StartedFacts } from './inspect.ts'
import { launchThrough, type Launch } from './launch.ts'
import type { Publishing } from './publish.ts'
import { removeContainer } from './remove-container.ts'
import type { Forward } from './ssh-forward.ts'
import { readRefusal } from './start-refusal.ts'
import { createStartedContainer } from './started-container.ts'
import { createTar } from './tar.ts'

/** What containers of one engine are started with. */
export interface StartContext {
  readonly client: EngineClient
  readonly launch: Launch
  readonly publishing: Publishing
  readonly isPodman: boolean
  /** Makes a port of the engine's loopback one of this machine's, where it is reached in no other way. */
  readonly forward?: ((port: number) => Promise<Forward>) | undefined
  /** True when the engine is on this very kernel. */
  readonly isLocal: boolean
  /** What programs for it are written for. */
  readonly platform: Platform
}

/**
 * Creates a container, puts its files in, and starts it. Whatever goes wrong, nothing of it stays behind.
 * @throws HarnessError what any call of the engine throws; `content-missing` when the image is not there
 */
export async function startContainer(context: StartContext, request: ContainerRequest): Promise<StartResult> {
  try {
    return await startOnce(context, request)
  } catch (error) {
    if (request.init !== true || !lacksInit(error)) throw error
    const { init: _, ...rest } = request
    return startOnce(context, rest)
  }
}

/** An engine's init comes in a package of its own that need not be installed: Podman's, and Docker's on some systems. */
function lacksInit(error: unknown): boolean {
  const said = answerMessage(error) ?? ''
  return /container-init binary not found|"?docker-init"?: executable file not found/.test(said)
}

async function startOnce(context: StartContext, request: ContainerRequest): Promise<StartResult> {
  const { client, launch, publishing } = context
  const { signal } = request
  if (signal?.aborted === true) throw abortError(signal)
  const create = createRequest(request, publishing)
  let id: string | undefined
  try {
    const { startedAtMs, facts } = await launch(create, {
      onCreated: async (created) => {
        id = created
        if (signal !== undefined && signal.aborted) throw abortError(signal)
        await putFiles(client, created, request)
      },
      ...(signal !== undefined && { signal }),
    })
    if (id === undefined) throw new HarnessError('internal', 'a container started that was never created')
    const created = id
    const forwards = await openForwards(facts.ports, context.forward)
    return {
      kind: 'started',
      container: createStartedContainer(client, {
        id,
        startedAtMs,
        startedAt: context.isLocal ? toDate(startedAtMs) : (facts.startedAt ?? new Date()),
        ports: facts.ports,
        host: publishing.host,
        forwards,
        isPodman: context.isPodman,
        remove: (processId) =>
          removeWhole(context, created, { processId: async () => processId, crowd: async () => request }),
        ...present({ openHost: openHostOf(context, request, facts) }),
      }),
    }
  } catch (error) {
    const refusal = await readRefusal(client, id, error)
    if (refusal !== undefined && id !== undefined && request.keepsRefused === true) return { ...refusal, id }
    await discard(client, id, create.name, error)
    if (refusal !== undefined) return refusal
    throw id === undefined && answerStatus(error) === 404 ? imageMissing(request.image, error) : error
  }
}

export interface RemoveOptions {
  /** PID 1's. @default as the engine tells it */
  readonly processId?: () => Promise<number | undefined>
  /** What it was made of. @default as the engine tells it */
  readonly crowd?: () => Promise<Crowd>
}

/** Kills and removes a container, however many processes it has. */
export async function removeWhole(context: StartContext, id: string, options: RemoveOptions = {}): Promise<void> {
  const { client, platform } = context
  const { processId = () => readProcessId(client, id), crowd = () => readCrowd(client, id) } = options
  const start = (request: ContainerRequest): Promise<StartResult> =>
    startOnce({ ...context, launch: launchThrough(client) }, request)
  return removeCrowded({
    here: context.isLocal ? await findOwnKernel(processId, id) : undefined,
    remove: () => removeContainer(client, id),
    countProcesses: async () => (await readUsage(client, id)).processes ?? 0,
    endOthers: async () => endOthers(start, { id, platform, crowd: await crowd() }),
  })
}

async function findOwnKernel(processId: () => Promise<number | undefined>, id: string): Promise<OwnKernel | undefined> {
  const found = await processId().catch(() => undefined)
  const groups = found === undefined ? undefined : await findControlGroups(found, id)
  return groups && { count: () => countProcesses(groups), killAll: () => killAll(groups) }
}

async function readProcessId(client: EngineClient, id: string): Promise<number | undefined> {
  const { state } = await inspectContainer(client, id)
  return state.running ? state.pid : undefined
}

/** One that cannot be opened takes those that could with it. */
async function openForwards(
  ports: ReadonlyMap<string, number>,
  forward: StartContext['forward'],
): Promise<ReadonlyMap<string, Forward>> {
  const forwards = new Map<string, Forward>()
  if (forward === undefined) return forwards
  try {
    for (const [name, port] of ports) forwards.set(name, await forward(port))
    return forwards
  } catch (thrown) {
    await Promise.all([...forwards.values()].map((it) => it.close()))
    throw thrown
  }
}

/** Ports of the engine's own network are open at its address, those of a network on this kernel at the container's. */
function openHostOf(
  { publishing, isLocal }: StartContext,
  { network, ports = [] }: ContainerRequest,
  facts: StartedFacts,
) {
  if (network === 'host') return publishing.host
  return isLocal && ports.length === 0 ? facts.ownAddress : undefined
}

/**
 * The engine notes the start when it begins to make a process, a tenth of a second before it runs: on one clock the
 * answer's own time is the better one.
 */
function toDate(monotonicMs: number): Date {
  return new Date(Date.now() - (performance.now() - monotonicMs))
}

async function putFiles(client: EngineClient, id: string, request: ContainerRequest): Promise<void> {
  if (request.files === undefined || request.files.length === 0) return
  // Engines put nothing into a root that is to be read-only, not even before the start.
  const folder = request.isReadOnly === true ? ownFolder : '/'
  const files = request.files.map((file) => ({ ...file, path: posix.relative(folder, file.path) }))
  await client.call({
    action: 'put files into a container',
    method: 'PUT',
    path: `/containers/${id}/archive`,
    query: { path: folder },
    file: createTar(files),
    ...(request.signal !== undefined && { signal: request.signal }),
  })
}

/** One whose creation got no answer may exist all the same, under its name. What was wrong first is what counts. */
async function discard(client: EngineClient, id: string | undefined, name: string, error: unknown): Promise<void> {
  if (id === undefined && answerStatus(error) !== undefined) return
  await removeContainer(client, id ?? name).catch(() => undefined)
}

function imageMissing(image: string, cause: unknown): HarnessError {
  const said = cause instanceof HarnessError ? `: ${String(cause.details['engineMessage'])}` : ''
  return new HarnessError('content-missing', `the engine does not hold ${image} for this platform${said}`, {
    cause,
    hint: 'another process may have removed it: run again',
  })
}
