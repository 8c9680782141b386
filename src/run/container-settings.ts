import { present } from '../config/present.ts'
import type { RunSettings } from '../config/run-settings.ts'
import type { ContainerRequest, NetworkSummary } from '../engine/engine.ts'
import { publishesPorts } from './check-containers.ts'
import type { MemoryLimit, ProcessLimit } from './classify-limit.ts'

type AnyContainer = 'labels' | 'user' | 'workingDir' | 'memoryBytes' | 'pidsLimit'
type UserContainer =
  | AnyContainer
  | 'entrypoint'
  | 'command'
  | 'env'
  | 'isReadOnly'
  | 'tmpfs'
  | 'mounts'
  | 'capAdd'
  | 'capDrop'
  | 'network'
  | 'extraHosts'

/** How the containers of a platform are made. */
export interface ContainerSettings {
  /** The application's, and those of commands that are run as it is. */
  readonly application: Pick<ContainerRequest, UserContainer>
  /** The probe's: who it runs as and where may be what keeps the image from running at all. */
  readonly probe: Pick<ContainerRequest, AnyContainer>
  readonly memory: MemoryLimit
  readonly processes: ProcessLimit
  /** False where its ports are reached at its own address, if at all. */
  readonly publishesPorts: boolean
}

const defaultMemoryBytes = 2 * 1024 ** 3
const defaultPidsLimit = 1024

/** What the user said of a platform's containers, with the limits of those of which nothing was said. */
export function containerSettings(
  { env, command, container, memoryBytes, pidsLimit }: RunSettings,
  labels: Readonly<Record<string, string>>,
  networks: readonly NetworkSummary[],
): ContainerSettings {
  const memory = { bytes: memoryBytes ?? defaultMemoryBytes, isSetByUser: memoryBytes !== undefined }
  const processes = { count: pidsLimit ?? defaultPidsLimit, isSetByUser: pidsLimit !== undefined }
  const probe = {
    labels,
    memoryBytes: memory.bytes,
    pidsLimit: processes.count,
    ...present({ user: container.user, workingDir: container.workdir }),
  }
  const application = {
    ...probe,
    env: { ...env, ...container.secretEnv },
    ...present({
      command,
      entrypoint: container.entrypoint,
      isReadOnly: container.readOnly,
      tmpfs: container.tmpfs,
      mounts: container.mounts,
      capAdd: container.capAdd,
      capDrop: container.capDrop,
      network: container.network,
      extraHosts: container.addHosts,
    }),
  }
  return { application, probe, memory, processes, publishesPorts: publishesPorts(container.network, networks) }
}
