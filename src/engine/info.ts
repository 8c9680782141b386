import { asObject, parseWithin, type JsonObject } from '../oci/json.ts'
import { normalizePlatform } from '../oci/platform.ts'
import type { EngineInfo } from './engine.ts'
import { abortError, answerError, connectionError, timeoutError } from './engine-error.ts'
import { plainGet } from './plain-get.ts'
import type { EngineTransport } from './transport.ts'

/** What `/info` says of the engine itself; how this process reaches it is found elsewhere. */
export interface EngineFacts extends Omit<EngineInfo, 'endpoint' | 'isLocal' | 'isReachedHere' | 'host' | 'dataRoot'> {
  readonly hostName: string
  readonly dataRoot?: string
}

const action = 'ask the engine what it is'

/** @throws HarnessError `engine-absent`, `engine-denied`, `engine-failed`, `interrupted` */
export async function readEngineInfo(
  transport: EngineTransport,
  where: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<EngineFacts> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal])
  const answer = await plainGet(transport, '/info', either).catch((error: unknown) => {
    if (signal?.aborted === true) throw abortError(signal)
    throw timeout.aborted ? timeoutError(action, timeoutMs) : connectionError(action, where, error)
  })
  const value = tryParse(answer.body)
  if (answer.status !== 200) {
    const said = typeof value === 'object' && value !== null ? asObject(value).optionalString('message') : undefined
    throw answerError(action, { status: answer.status, message: said ?? answer.body })
  }
  return parseEngineInfo(value)
}

function tryParse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return text
  }
}

/** @throws HarnessError `engine-failed` */
export function parseEngineInfo(value: unknown): EngineFacts {
  return parseWithin("the engine's description of itself", () => readFacts(asObject(value)), 'engine-failed')
}

function readFacts(info: JsonObject): EngineFacts {
  const os = (info.optionalString('OSType') ?? 'linux').toLowerCase()
  const dataRoot = info.optionalString('DockerRootDir')
  const product = info.has('BuildahVersion') ? 'podman' : 'docker'
  return {
    id:
      product === 'podman'
        ? identifyPodman(info)
        : info.optionalString('ID') || info.optionalString('Name') || 'unknown',
    product,
    version: info.optionalString('ServerVersion') ?? 'unknown',
    os,
    architecture: parseArchitecture(os, info.string('Architecture')),
    kernelVersion: info.optionalString('KernelVersion') ?? '',
    imageStore: product === 'podman' ? product : readImageStore(info),
    cores: info.optionalInteger('NCPU') ?? 1,
    memoryBytes: info.optionalInteger('MemTotal') ?? 0,
    operatingSystem: info.optionalString('OperatingSystem') ?? '',
    hostName: info.optionalString('Name') ?? '',
    ...(dataRoot !== undefined && dataRoot !== '' && { dataRoot }),
  }
}

/** Podman makes up an ID each time it is asked: its host's name, and where it keeps images, are the next best thing. */
function identifyPodman(info: JsonObject): string {
  return [info.optionalString('Name') || 'unknown', info.optionalString('DockerRootDir')].join(' ').trim()
}

/** Engines answer with what their kernel calls the machine, which is no name of OCI for some. */
function parseArchitecture(os: string, machine: string): string {
  if (/^armv[5-8]/.test(machine)) return 'arm'
  if (/^i[3-6]86$/.test(machine)) return '386'
  if (machine === 'loongarch64') return 'loong64'
  return normalizePlatform({ os, architecture: machine }).architecture
}

/** https://docs.docker.com/engine/storage/containerd/ */
function readImageStore(info: JsonObject): 'containerd' | 'classic' {
  const rows = info.list('DriverStatus', (row) => (Array.isArray(row) ? row.map(String) : []))
  const isSnapshotter = rows.some(([key, kind]) => key === 'driver-type' && kind === 'io.containerd.snapshotter.v1')
  return isSnapshotter ? 'containerd' : 'classic'
}
