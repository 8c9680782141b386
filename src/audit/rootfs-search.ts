import type { RootFs } from '../image/rootfs.ts'
import type { ContainerConfig } from '../oci/image-config.ts'
import type { Platform } from '../oci/platform.ts'
import { readPath, readVariables, splitList } from './entrypoint-environment.ts'
import { readLoaderDirectories } from './loader-directories.ts'

/** Directories in which files are found by name alone, as they really are: without symlinks. */
export interface SearchDirectories {
  readonly programs: ReadonlySet<string>
  readonly libraries: ReadonlySet<string>
}

export function findSearchDirectories(rootfs: RootFs, config: ContainerConfig, platform: Platform): SearchDirectories {
  const variables = readVariables(config)
  const { glibc, musl } = readLoaderDirectories(rootfs, platform)
  const real = (directories: readonly string[]): ReadonlySet<string> =>
    new Set(
      directories.flatMap((directory) => {
        const resolved = directory.startsWith('/') ? rootfs.resolve(directory) : undefined
        return resolved?.kind === 'found' ? [resolved.entry.path] : []
      }),
    )
  return {
    programs: real(readPath(variables)),
    libraries: real([...splitList(variables.get('LD_LIBRARY_PATH') ?? ''), ...glibc, ...musl]),
  }
}
