import type { HostConfig } from 'dockerode'
import type { BindMount } from './engine.ts'

/**
 * Mounts in the engine's words. The structured form, because an engine makes no folder for it where there is none;
 * labels of SELinux exist in the other one only.
 */
export function bindMounts(mounts: readonly BindMount[]): Pick<HostConfig, 'Mounts' | 'Binds'> {
  const plain = mounts.filter(({ relabel }) => relabel === undefined)
  const labelled = mounts.filter(({ relabel }) => relabel !== undefined)
  return {
    ...(plain.length > 0 && {
      Mounts: plain.map(({ source, target, isReadOnly }) => ({
        Type: 'bind',
        Source: source,
        Target: target,
        ReadOnly: isReadOnly,
      })),
    }),
    ...(labelled.length > 0 && {
      Binds: labelled.map(({ source, target, isReadOnly, relabel }) => {
        const options = [isReadOnly ? 'ro' : 'rw', relabel === 'private' ? 'Z' : 'z']
        return `${source}:${target}:${options.join(',')}`
      }),
    }),
  }
}
