import { posix } from 'node:path'
import type { FileEntry, Resolution, RootFs } from '../image/rootfs.ts'
import type { ContainerConfig } from '../oci/image-config.ts'
import { readPath, readVariables } from './entrypoint-environment.ts'
import { findClosedDirectory, mayExecute, parseUser, type ProcessUser } from './entrypoint-user.ts'
import { showPath } from './rootfs-paths.ts'

/** What a container's first process has around it. */
export interface ProcessContext {
  readonly rootfs: RootFs
  readonly workingDir: string
  readonly path: readonly string[]
  readonly user: ProcessUser
}

export type Lookup =
  | { readonly kind: 'found'; readonly entry: FileEntry; readonly walked: readonly string[] }
  | { readonly kind: 'missing'; readonly walked: readonly string[]; readonly reason: string }
  /** It is there, and may not be executed. */
  | { readonly kind: 'refused'; readonly path: string; readonly walked: readonly string[]; readonly reason: string }
  /** It lies where the runtime puts files of its own. */
  | { readonly kind: 'unknown' }

export function createProcessContext(rootfs: RootFs, config: ContainerConfig): ProcessContext {
  return {
    rootfs,
    workingDir: posix.resolve('/', config.workingDir ?? '/'),
    path: readPath(readVariables(config)),
    user: parseUser(config.user),
  }
}

/** A program by its name, as runtimes find it: on the `PATH`, or where a name with a slash leads. */
export function findProgram(context: ProcessContext, name: string): Lookup {
  if (name.includes('/')) return openProgram(context, name)
  let refused: Lookup | undefined
  for (const directory of context.path) {
    const found = openProgram(context, posix.join(directory, name))
    if (found.kind === 'found' || found.kind === 'unknown') return found
    if (found.kind === 'refused') refused ??= found
  }
  const reason = `${showPath(name)} is in no directory of the PATH (${showPath(context.path.join(':'))})`
  return refused ?? { kind: 'missing', walked: [name], reason }
}

/** A program by its path, as the kernel opens it. */
export function openProgram(context: ProcessContext, path: string): Lookup {
  const { rootfs, user } = context
  const resolved = resolvePath(context, path)
  const walked = resolved.walked.length === 0 ? [path] : resolved.walked
  if (walked.some((step) => runtimeDirectories.test(step))) return { kind: 'unknown' }
  if (resolved.kind !== 'found') return { kind: 'missing', walked, reason: explainMissing(path, resolved) }
  const { entry } = resolved
  const refuse = (reason: string): Lookup => ({ kind: 'refused', path: entry.path, walked, reason })
  const shown = showPath(entry.path)
  if (entry.kind !== 'file') return refuse(`${shown} is a ${entry.kind}`)
  if (!mayExecute(entry, user)) {
    const mode = entry.mode.toString(8).padStart(4, '0')
    if ((entry.mode & 0o111) === 0) return refuse(`${shown} has mode ${mode}: nobody may execute it`)
    return refuse(`${shown} has mode ${mode} and owner ${entry.uid}:${entry.gid}: user ${user.uid} may not execute it`)
  }
  const closed = findClosedDirectory(rootfs, entry.path, user)
  if (closed === undefined) return { kind: 'found', entry, walked }
  const mode = closed.mode.toString(8).padStart(4, '0')
  return refuse(`${shown} is in ${showPath(closed.path)}, which has mode ${mode}: user ${user.uid} may not enter it`)
}

/** What containers find there is mounted, whatever the image holds. */
const runtimeDirectories = /^\/(?:proc|sys|dev)(?:\/|$)/

/** A relative path starts in the working directory, which runtimes make where it is missing. */
function resolvePath({ rootfs, workingDir }: ProcessContext, path: string): Resolution {
  if (path.startsWith('/')) return rootfs.resolve(path)
  if (rootfs.resolve(workingDir).kind === 'found') return rootfs.resolve(path, workingDir)
  return rootfs.resolve(posix.join(workingDir, path))
}

function explainMissing(path: string, { kind, walked }: Exclude<Resolution, { readonly kind: 'found' }>): string {
  const shown = showPath(path)
  if (kind === 'loop') return `${shown} is a symlink that leads in a circle`
  if (kind === 'not-a-directory') return `${shown} leads through a file`
  const last = walked.at(-1)
  if (walked.length < 2 || last === undefined) return `${shown} does not exist`
  return `${shown} is a symlink to ${showPath(last)}, which does not exist`
}
