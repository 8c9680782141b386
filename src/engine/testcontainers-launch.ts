import { GenericContainer, PullPolicy, getContainerRuntimeClient } from 'testcontainers'
import type { InspectResult, WaitStrategy } from 'testcontainers'
import type { EngineClient } from './client.ts'
import type { CreateRequest } from './create-request.ts'
import { abortError, answerError, timeoutError } from './engine-error.ts'
import type { EngineAddress } from './endpoint.ts'
import { inspectContainer } from './inspect.ts'
import type { Launch, Launched } from './launch.ts'

/**
 * Connects testcontainers to the engine its environment names, once in a process. True when that is the one at
 * `address`: where it gets no answer there, it silently takes another.
 */
export async function connectTestcontainers(address: EngineAddress, timeoutMs: number): Promise<boolean> {
  const { container } = await within(getContainerRuntimeClient(), { action: 'say what it is', timeoutMs })
  const modem: unknown = container.getById('any').modem
  const { socketPath, host, port } = { socketPath: undefined, host: undefined, port: undefined, ...asFields(modem) }
  if (address.kind === 'tcp') return host === address.host && Number(port) === address.port
  return address.kind !== 'ssh' && socketPath === address.path
}

function asFields(value: unknown): { readonly socketPath?: unknown; readonly host?: unknown; readonly port?: unknown } {
  return typeof value === 'object' && value !== null ? value : {}
}

/** The way through testcontainers, for the engine it is connected to. */
export function launchWithTestcontainers(client: EngineClient): Launch {
  return async (create, { onCreated, signal }) => {
    const timeoutMs = 2 * client.callTimeoutMs
    const over = new AbortController()
    const created = Promise.withResolvers<undefined>()
    const ended = Promise.withResolvers<Launched>()
    const container = new EngineContainer(create, async (id) => {
      await onCreated(id)
      if (create.ports.length > 0) watchForEnd(client, id, over.signal).then(ended.resolve, () => undefined)
      created.resolve(undefined)
    })
    const starting = container.start().then(() => container.launched())
    // Nobody may be waiting any more when it fails: it asks for ports until the container is removed.
    starting.catch(() => undefined)
    try {
      // Whatever happens, the creation is waited for: a container that is only begun would be left behind.
      await within(Promise.race([created.promise, starting]), { action: 'create a container', timeoutMs })
      return await within(Promise.race([starting, ended.promise]), { action: 'start a container', timeoutMs, signal })
    } catch (error) {
      throw explain(client, create, error, signal)
    } finally {
      over.abort()
    }
  }
}

/** A container as it was asked for: no pull, no readiness of testcontainers' own, nothing shared, nothing reused. */
class EngineContainer extends GenericContainer {
  readonly #onCreated: (id: string) => Promise<void>
  #launched: Launched | undefined

  constructor(create: CreateRequest, onCreated: (id: string) => Promise<void>) {
    super(create.config.Image)
    this.#onCreated = onCreated
    // The query apart, or dockerode would repeat the whole request in the address.
    const query = { _query: { name: create.name, ...(create.platform !== undefined && { platform: create.platform }) } }
    this.createOpts = { ...this.createOpts, ...create.config, ...query }
    this.hostConfig = { ...this.hostConfig, ...create.hostConfig }
    if (create.platform !== undefined) this.withPlatform(create.platform)
    // Its start overwrites the mode in the host's part of the request with its own.
    if (create.hostConfig.NetworkMode !== undefined) this.withNetworkMode(create.hostConfig.NetworkMode)
    this.withName(create.name)
      .withPullPolicy(PullPolicy.neverPull())
      .withAutoCleanup(false)
      .withWaitStrategy(readyAtOnce)
  }

  /** What the start settled; only after it. */
  launched(): Launched {
    if (this.#launched === undefined) throw new Error('testcontainers started a container and did not say so')
    return this.#launched
  }

  protected override containerCreated(id: string): Promise<void> {
    return this.#onCreated(id)
  }

  /** Called after the start and one inspection, some milliseconds late. */
  protected override async containerStarting({ state, ports, networkSettings }: InspectResult): Promise<void> {
    this.#launched = {
      startedAtMs: performance.now(),
      facts: {
        startedAt: state.startedAt,
        ports: firstPorts(ports),
        ownAddress: Object.values(networkSettings).find(({ ipAddress }) => ipAddress !== '')?.ipAddress,
      },
    }
  }
}

const readyAtOnce: WaitStrategy = {
  waitUntilReady: async () => undefined,
  withStartupTimeout: () => readyAtOnce,
  isStartupTimeoutSet: () => false,
  getStartupTimeout: () => 0,
}

function firstPorts(ports: InspectResult['ports']): ReadonlyMap<string, number> {
  const pairs = Object.entries(ports).flatMap(([name, [first]]) =>
    first === undefined ? [] : [[name, first.hostPort] as const],
  )
  return new Map(pairs)
}

/** testcontainers asks ten seconds long for the ports of a container that has ended and has none any more. */
async function watchForEnd(client: EngineClient, id: string, signal: AbortSignal): Promise<Launched> {
  const query = { condition: 'next-exit' }
  await client.call({
    action: 'wait for a container',
    method: 'POST',
    path: `/containers/${id}/wait`,
    query,
    timeoutMs: 0,
    signal,
  })
  return { startedAtMs: performance.now(), facts: await inspectContainer(client, id, signal) }
}

interface Limits {
  readonly action: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** testcontainers waits for ever for an engine that does not answer; what it does then goes on unheard. */
async function within<T>(work: Promise<T>, { action, timeoutMs, signal }: Limits): Promise<T> {
  const over = Promise.withResolvers<never>()
  const timer = setTimeout(() => over.reject(timeoutError(action, timeoutMs)), timeoutMs)
  const abort = (): void => {
    if (signal !== undefined) over.reject(abortError(signal))
  }
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted === true) abort()
  try {
    return await Promise.race([work, over.promise])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

function explain(client: EngineClient, create: CreateRequest, error: unknown, signal: AbortSignal | undefined): Error {
  const action = `start a container of ${create.config.Image}`
  const message = error instanceof Error ? error.message : ''
  if (message.includes('does not exist locally')) return answerError(action, { status: 404, message })
  return client.explain(action, error, signal)
}
