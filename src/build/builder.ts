import type { Variables } from '../config/environment.ts'
import { HarnessError } from '../errors.ts'
import { asObject, asString, parseJson, parseWithin } from '../oci/json.ts'
import { parsePlatform, type Platform } from '../oci/platform.ts'
import { askBuildx } from './ask-buildx.ts'

/** https://docs.docker.com/build/builders/drivers/ */
export const builderDrivers = ['docker', 'docker-container', 'kubernetes', 'remote'] as const
export type BuilderDriver = (typeof builderDrivers)[number]

export interface BuilderNode {
  readonly name: string
  readonly endpoint: string
  /** `running`, `inactive`, `stopped`, `error`. */
  readonly status: string
  /** Why it does not answer. */
  readonly error?: string
  /** BuildKit's, where it says it. */
  readonly version?: string
  /** What it can build, its own first; the rest by emulation. Empty until it was started once. */
  readonly platforms: readonly Platform[]
}

/** What builds images, as `docker buildx ls` lists it. */
export interface Builder {
  readonly name: string
  readonly driver: BuilderDriver
  /** True for the one that builds use when nobody names another. */
  readonly isCurrent: boolean
  /** False for an engine's own builder where its image store keeps one platform of each image. */
  readonly buildsSeveralPlatforms: boolean
  readonly nodes: readonly BuilderNode[]
}

/** Older ones have no `ls --format`. */
const installHint =
  'install docker buildx 0.13 or later: the package docker-buildx-plugin (Docker) or docker-buildx (Debian, Ubuntu)'

/** Of the containerd image store: only an engine that has it builds several platforms by itself, says buildx too. */
const storeLabel = 'org.mobyproject.buildkit.worker.snapshotter'

/** @throws HarnessError `builder-failed` */
export async function listBuilders(env: Variables, signal?: AbortSignal): Promise<readonly Builder[]> {
  const action = 'list builders'
  const text = await askBuildx(['ls', '--format', 'json'], {
    env,
    action,
    hint: installHint,
    ...(signal && { signal }),
  })
  return parseBuilders(text)
}

/** One JSON object on each line. @throws HarnessError `builder-failed` */
export function parseBuilders(text: string): readonly Builder[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return parseWithin(
    'docker buildx ls',
    () => lines.flatMap((line) => parseBuilder(parseJson(Buffer.from(line), 'docker buildx ls'))),
    'builder-failed',
  )
}

function parseBuilder(value: unknown): readonly Builder[] {
  const builder = asObject(value)
  const error = builder.optionalString('Err') ?? ''
  // The builder of an engine that does not answer has none.
  const driver = builder.optionalString('Driver') || 'docker'
  if (!isDriver(driver)) return []
  const nodes = builder.list('Nodes', parseNode)
  return [
    {
      name: builder.string('Name'),
      driver,
      isCurrent: builder.optionalBoolean('Current') ?? false,
      buildsSeveralPlatforms: driver !== 'docker' || builder.list('Nodes', readStore).includes(true),
      nodes: nodes.map((node) => (error === '' ? node : { ...node, status: 'error', error: node.error ?? error })),
    },
  ]
}

function isDriver(text: string): text is BuilderDriver {
  return builderDrivers.some((driver) => driver === text)
}

function parseNode(value: unknown, where: string): BuilderNode {
  const node = asObject(value, where)
  const version = node.optionalString('Version') ?? ''
  const error = node.optionalString('Err') ?? ''
  return {
    name: node.string('Name'),
    endpoint: node.optionalString('Endpoint') ?? '',
    status: node.optionalString('Status') ?? 'unknown',
    platforms: node.list('Platforms', asString).flatMap(readPlatform),
    ...(error === '' ? {} : { error }),
    ...(version === '' ? {} : { version }),
  }
}

/** True for a node with the containerd store. */
function readStore(value: unknown, where: string): boolean {
  return asObject(value, where).optionalRecord('Labels')?.[storeLabel] !== undefined
}

/** A builder may know platforms that this program does not. */
function readPlatform(text: string): readonly Platform[] {
  try {
    return [parsePlatform(text)]
  } catch (error) {
    if (error instanceof HarnessError) return []
    throw error
  }
}
