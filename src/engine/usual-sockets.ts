import { join } from 'node:path'
import { defaultSocket, type EngineAddress } from './endpoint.ts'

/** Where engines listen when nobody was told otherwise, the system's own first. */
export function listUsualAddresses(
  env: Readonly<Record<string, string | undefined>>,
  homeDir: string,
  platform: string,
): readonly EngineAddress[] {
  if (platform === 'win32') {
    const pipes = ['docker_engine', 'dockerDesktopLinuxEngine', 'podman-machine-default']
    return pipes.map((name) => ({ kind: 'npipe', path: `//./pipe/${name}` }))
  }
  const runtimeDir = env['XDG_RUNTIME_DIR']
  const inRuntimeDir = (path: string): readonly string[] =>
    runtimeDir === undefined || runtimeDir === '' ? [] : [join(runtimeDir, path)]
  const paths = [
    defaultSocket,
    ...inRuntimeDir('docker.sock'),
    join(homeDir, '.docker/run/docker.sock'),
    join(homeDir, '.docker/desktop/docker.sock'),
    join(homeDir, '.colima/default/docker.sock'),
    join(homeDir, '.rd/docker.sock'),
    join(homeDir, '.orbstack/run/docker.sock'),
    ...inRuntimeDir('podman/podman.sock'),
    '/run/podman/podman.sock',
    join(homeDir, '.local/share/containers/podman/machine/podman.sock'),
  ]
  return paths.map((path) => ({ kind: 'unix', path }))
}
