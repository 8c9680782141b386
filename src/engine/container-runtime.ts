import { homedir } from 'node:os'
import type { EngineClient } from './client.ts'
import { formatEngineAddress, type EngineEndpoint } from './endpoint.ts'
import { launchThrough, type Launch } from './launch.ts'
import type * as Testcontainers from './testcontainers-launch.ts'
import { testcontainersSettings, withProcessEnvironment } from './testcontainers-env.ts'

/** How containers are started on an engine: by the first one's time, whatever it takes is ready. */
export interface ContainerRuntime {
  readonly launch: Launch
  /** `testcontainers`, or `api` where that cannot reach this engine. */
  readonly kind: 'testcontainers' | 'api'
}

export interface ContainerRuntimeOptions {
  readonly client: EngineClient
  readonly endpoint: EngineEndpoint
  /** Where this engine's published ports are reached. */
  readonly host: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeDir?: string
}

/** testcontainers has one engine in a process: the first that used it. */
let connectedTo: string | undefined
let importing: Promise<typeof Testcontainers> | undefined

/**
 * Imports what the default engine's containers are started with: a fifth of a second of work that can be done while
 * something else is waited for.
 */
export function preloadContainerRuntime(): Promise<unknown> {
  importing ??= import('./testcontainers-launch.ts')
  return importing
}

/** Through testcontainers on the default engine, through the API on any other. */
export async function openContainerRuntime(options: ContainerRuntimeOptions): Promise<ContainerRuntime> {
  const { client, endpoint, host, env, homeDir = homedir() } = options
  const through = { kind: 'api', launch: launchThrough(client) } as const
  const where = formatEngineAddress(endpoint.address)
  const settings = await testcontainersSettings(endpoint, host, env, homeDir)
  if (settings === undefined || (connectedTo !== undefined && connectedTo !== where)) return through
  connectedTo = where
  importing ??= import('./testcontainers-launch.ts')
  const { connectTestcontainers, launchWithTestcontainers } = await importing
  const connect = (): Promise<boolean> => connectTestcontainers(endpoint.address, client.callTimeoutMs)
  // Where it cannot, the API says why in our own words.
  if (!(await withProcessEnvironment(settings, connect).catch(() => false))) return through
  return { kind: 'testcontainers', launch: launchWithTestcontainers(client) }
}
