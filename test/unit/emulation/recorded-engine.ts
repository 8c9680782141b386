import { HarnessError } from '../../../src/errors.ts'
import type { ContainerRequest, Engine, EngineInfo, StartResult } from '../../../src/engine/engine.ts'

/** What a container of the recorded engine does, by the program it was started with. */
export type Recording =
  | { readonly lines: readonly string[]; readonly exitCode?: number; readonly error?: string }
  /** The engine's words when it would not start it. */
  | { readonly refused: string }
  /** It never ends. */
  | { readonly lines: readonly string[]; readonly hangs: true }
  | { readonly throws: HarnessError }

export interface RecordedEngine extends Engine {
  readonly requests: readonly ContainerRequest[]
  /** Container and image names that were made and not removed. */
  readonly left: ReadonlySet<string>
}

/** An engine of another kind of host than this one, answering as such engines did. */
export function recordedEngine(info: Partial<EngineInfo>, record: (architecture: string) => Recording): RecordedEngine {
  const requests: ContainerRequest[] = []
  const left = new Set<string>()
  const start = async (request: ContainerRequest): Promise<StartResult> => {
    requests.push(request)
    const recording = record(request.entrypoint?.[0]?.split('-').at(-1) ?? '')
    if ('throws' in recording) throw recording.throws
    if ('refused' in recording) return { kind: 'refused', message: recording.refused, exitCode: 126 }
    const id = `container-${requests.length}`
    left.add(id)
    return {
      kind: 'started',
      container: {
        id,
        startedAtMs: performance.now(),
        address: absent,
        exec: absent,
        processes: async () => [],
        threads: async () => [],
        usage: async () => ({ cpuMs: 0, memoryBytes: 0 }),
        receivedSignals: async () => [],
        state: absent,
        inspect: absent,
        output: absent,
        commit: absent,
        kill: absent,
        followLogs: async (onLine, signal) => {
          for (const text of recording.lines) onLine({ stream: 'stdout', text, atMs: 0 })
          if ('hangs' in recording) await aborted(signal)
        },
        wait: async (signal) => {
          if ('hangs' in recording) {
            await aborted(signal)
            throw new HarnessError('interrupted', 'interrupted')
          }
          return { exitCode: recording.exitCode ?? 0, outOfMemory: false, error: recording.error ?? '' }
        },
        remove: async () => void left.delete(id),
      },
    }
  }
  return {
    name: 'recorded',
    info: { ...linuxEngine, ...info },
    clientVariables: {},
    requests,
    left,
    pull: absent,
    hasImage: absent,
    unpackedBytes: absent,
    openFiles: absent,
    openImage: absent,
    loadImage: async () => void left.add('image'),
    removeImage: async () => void left.delete('image'),
    startContainer: start,
    listImages: absent,
    listContainers: absent,
    listResources: absent,
    removeResource: absent,
    removeContainer: absent,
    listNetworks: absent,
    close: async () => undefined,
  }
}

const absent = (): never => {
  throw new HarnessError('internal', 'the recording has no answer to that')
}

const linuxEngine: EngineInfo = {
  id: 'recorded',
  endpoint: 'tcp://engine.example:2376',
  product: 'docker',
  version: '28.5.2',
  os: 'linux',
  architecture: 'amd64',
  kernelVersion: '6.12.0',
  imageStore: 'containerd',
  isLocal: false,
  isReachedHere: true,
  cores: 8,
  memoryBytes: 8 * 1024 ** 3,
  operatingSystem: 'Docker Desktop',
  host: 'engine.example',
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })
}
