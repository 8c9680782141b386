import type { HostConfig, MountSettings } from 'dockerode'
import type { ContainerRequest } from './engine.ts'
import type { BindMount, VolumeMount } from './mount.ts'

/**
 * Mounts in the engine's words. The structured form, because an engine makes no folder for it where there is none;
 * labels of SELinux exist in the other one only.
 */
export function bindMounts({
  mounts = [],
  volumes = [],
  tmpfs = {},
  binds = [],
}: Pick<ContainerRequest, 'mounts' | 'volumes' | 'tmpfs' | 'binds'>): Pick<HostConfig, 'Mounts' | 'Binds'> {
  const taken = new Set([...mounts.map(({ target }) => target), ...Object.keys(tmpfs)])
  const free = volumes.filter(({ target }) => !taken.has(target))
  const plain = mounts.filter(({ relabel }) => relabel === undefined)
  const labelled = mounts.filter(({ relabel }) => relabel !== undefined)
  return {
    ...(plain.length + free.length > 0 && { Mounts: [...plain.map(bindMount), ...free.map(volumeMount)] }),
    ...(labelled.length + binds.length > 0 && {
      Binds: [
        ...binds,
        ...labelled.map(({ source, target, isReadOnly, relabel }) => {
          const options = [isReadOnly ? 'ro' : 'rw', relabel === 'private' ? 'Z' : 'z']
          return `${source}:${target}:${options.join(',')}`
        }),
      ],
    }),
  }
}

function bindMount({ source, target, isReadOnly }: BindMount): MountSettings {
  return { Type: 'bind', Source: source, Target: target, ReadOnly: isReadOnly }
}

/** One without a name is the container's own. */
function volumeMount({ name = '', target, isReadOnly }: VolumeMount): MountSettings {
  return { Type: 'volume', Source: name, Target: target, ReadOnly: isReadOnly }
}
