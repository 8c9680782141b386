import { HarnessError } from '../errors.ts'
import { asObject, parseWithin } from '../oci/json.ts'
import { defaultCallTimeoutMs, openClient, type EngineClient } from './client.ts'
import { clientVariables, formatEngineAddress, type EngineEndpoint } from './endpoint.ts'
import type { Engine, EngineInfo } from './engine.ts'
import { readEngineInfo, type EngineFacts } from './info.ts'
import { hasImage, listImages, loadImage, removeImage, unpackedBytes } from './images.ts'
import { openContainerRuntime, type ContainerRuntime } from './container-runtime.ts'
import { launchThrough, type Launch } from './launch.ts'
import { isBehindBridge, isLocalEngine, isReachedHere, readOwnHost, visibleFolder } from './locality.ts'
import { pullImage } from './pull.ts'
import type { Publishing } from './publish.ts'
import { listNetworks } from './networks.ts'
import { listContainers } from './remove-container.ts'
import { listResources, removeResource } from './resources.ts'
import { removeWhole, startContainer, type StartContext } from './start-container.ts'
import type { Forward } from './ssh-forward.ts'
import { openTransport } from './transport.ts'

export interface OpenEngineOptions {
  readonly endpoint: EngineEndpoint
  readonly env: Readonly<Record<string, string | undefined>>
  /** @default the user's home folder */
  readonly homeDir?: string
  /** What starts containers. @default testcontainers on the default engine, as far as it can reach it */
  readonly containers?: 'testcontainers' | 'api'
  /** For a simple call; to create or to start a container takes twice as long at most. @default 30000 */
  readonly callTimeoutMs?: number
  readonly signal?: AbortSignal
}

/**
 * Connects to an engine and asks what it is.
 * @throws HarnessError `engine-absent`, `engine-denied`, `engine-failed`
 */
export async function openEngine(options: OpenEngineOptions): Promise<Engine> {
  const { endpoint, env, signal, callTimeoutMs = defaultCallTimeoutMs } = options
  const where = formatEngineAddress(endpoint.address)
  const transport = openTransport(endpoint.address, env)
  try {
    // The engine takes a while to describe itself, and the library to speak to it takes as long to load.
    const [facts, client, own] = await Promise.all([
      readEngineInfo(transport, where, callTimeoutMs, signal),
      openClient(transport, where, callTimeoutMs),
      readOwnHost(),
    ])
    const publishing = await findPublishing(client, endpoint, facts, isBehindBridge(endpoint.address, facts, own))
    const isLocal = isLocalEngine(endpoint.address, facts, own)
    const { hostName: _, dataRoot: named, ...known } = facts
    const isPodman = facts.product === 'podman'
    const dataRoot = isLocal ? await visibleFolder(named) : undefined
    const info: EngineInfo = {
      ...known,
      endpoint: where,
      isLocal,
      isReachedHere: isReachedHere(endpoint.address),
      host: publishing.host,
      ...(dataRoot !== undefined && { dataRoot }),
    }
    const api = launchThrough(client)
    let runtime: Promise<ContainerRuntime> | undefined
    const chosen: Launch = async (create, hooks) => {
      runtime ??= openContainerRuntime({ ...options, client, host: publishing.host })
      return (await runtime).launch(create, hooks)
    }
    // testcontainers waits in vain for the ports an image names and nobody publishes: podman lists them as bound.
    const launch = isPodman || options.containers === 'api' ? api : chosen
    const forwards = openForwards(endpoint, env)
    const platform = { os: info.os, architecture: info.architecture }
    const context = { client, launch, publishing, isLocal, isPodman, platform, forward: forwards?.open }
    return createEngine(endpoint, info, context, forwards)
  } catch (error) {
    transport.close()
    throw error
  }
}

interface Forwards {
  readonly open: (port: number) => Promise<Forward>
  readonly closeAll: () => Promise<void>
}

/** What leads to published ports of an engine behind ssh. */
function openForwards({ address }: EngineEndpoint, env: OpenEngineOptions['env']): Forwards | undefined {
  if (address.kind !== 'ssh') return undefined
  const opened = new Set<Forward>()
  return {
    open: async (port) => {
      const { openSshForward } = await import('./ssh-forward.ts')
      const forward = await openSshForward(address, port, env)
      opened.add(forward)
      return forward
    },
    closeAll: async () => {
      await Promise.all([...opened].map((forward) => forward.close()))
    },
  }
}

function createEngine(
  endpoint: EngineEndpoint,
  info: EngineInfo,
  context: StartContext,
  forwards: Forwards | undefined,
): Engine {
  const { client } = context
  return {
    name: endpoint.name,
    info,
    clientVariables: clientVariables(endpoint.address),
    pull: (request) => pullImage(client, request),
    hasImage: (repository, digest, signal) => hasImage(client, repository, digest, signal),
    unpackedBytes: (repository, digest, signal) => unpackedBytes(client, repository, digest, signal),
    openImage: async (request) => (await import('./open-image.ts')).openStoredImage(client, info, request),
    loadImage: (archive, signal) => loadImage(client, archive, signal),
    listImages: (wanted) => listImages(client, wanted),
    removeImage: (reference) => removeImage(client, reference),
    startContainer: (request) => startContainer(context, request),
    openFiles: async (request) => (await import('./image-files.ts')).openImageFiles(context, request),
    listContainers: (labels) => listContainers(client, labels),
    listNetworks: () => listNetworks(client),
    listResources: (kind, labels) => listResources(client, kind, labels),
    removeResource: (kind, name) => removeResource(client, kind, name),
    removeContainer: (id) => removeWhole(context, id),
    close: async () => {
      await forwards?.closeAll()
      client.close()
    },
  }
}

async function findPublishing(
  client: EngineClient,
  { address }: EngineEndpoint,
  facts: EngineFacts,
  behindBridge: boolean,
): Promise<Publishing> {
  if (behindBridge) {
    const gateway = await readBridgeGateway(client, facts)
    if (gateway !== undefined) return { bindAddress: gateway, host: gateway }
  }
  if (isReachedHere(address)) return { bindAddress: '127.0.0.1', host: '127.0.0.1' }
  // A forward leads to its loopback.
  if (address.kind === 'ssh') return { bindAddress: '127.0.0.1', host: address.host }
  // Its own loopback cannot be reached from here, and which of its addresses can is not known to it.
  return { bindAddress: '', host: address.kind === 'tcp' ? address.host : '127.0.0.1' }
}

async function readBridgeGateway(client: EngineClient, facts: EngineFacts): Promise<string | undefined> {
  const name = facts.os === 'windows' ? 'nat' : 'bridge'
  try {
    const network = await client.call({ action: 'inspect a network', method: 'GET', path: `/networks/${name}` })
    const read = (): readonly (string | undefined)[] =>
      asObject(network)
        .object('IPAM')
        .list('Config', (config, where) => asObject(config, where).optionalString('Gateway'))
    return parseWithin("the engine's network", read, 'engine-failed').find((gateway) => gateway?.includes('.'))
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'engine-failed') return undefined
    throw error
  }
}
