import { asObject, parseWithin, type JsonObject } from '../oci/json.ts'
import { normalizePlatform } from '../oci/platform.ts'
import type { EngineInfo } from './engine.ts'

/** What `/info` says of the engine itself; how this process reaches it is found elsewhere. */
export interface EngineFacts extends Omit<EngineInfo, 'endpoint' | 'isLocal' | 'host' | 'dataRoot'> {
  readonly hostName: string
  /** It speaks Docker's API, and is podman. */
  readonly isPodman: boolean
  readonly dataRoot?: string
}

/** @throws HarnessError `engine-failed` */
export function parseEngineInfo(value: unknown): EngineFacts {
  return parseWithin("the engine's description of itself", () => readFacts(asObject(value)), 'engine-failed')
}

function readFacts(info: JsonObject): EngineFacts {
  const os = (info.optionalString('OSType') ?? 'linux').toLowerCase()
  const dataRoot = info.optionalString('DockerRootDir')
  return {
    // Podman has no ID: its host's name is the next best thing.
    id: info.optionalString('ID') || info.optionalString('Name') || 'unknown',
    version: info.optionalString('ServerVersion') ?? 'unknown',
    os,
    architecture: parseArchitecture(os, info.string('Architecture')),
    kernelVersion: info.optionalString('KernelVersion') ?? '',
    imageStore: readImageStore(info),
    cores: info.optionalInteger('NCPU') ?? 1,
    memoryBytes: info.optionalInteger('MemTotal') ?? 0,
    operatingSystem: info.optionalString('OperatingSystem') ?? '',
    hostName: info.optionalString('Name') ?? '',
    isPodman: info.has('BuildahVersion'),
    ...(dataRoot !== undefined && dataRoot !== '' && { dataRoot }),
  }
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
