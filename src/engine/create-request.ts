import { randomBytes } from 'node:crypto'
import type { ContainerCreateOptions, HostConfig } from 'dockerode'
import { formatPlatform } from '../oci/platform.ts'
import { bindMounts } from './bind-mounts.ts'
import type { ContainerRequest } from './engine.ts'
import { ownFolder } from './own-folder.ts'
import { bindPorts, withProtocol, type Publishing } from './publish.ts'

/** What an engine is asked for, in its own words. */
export interface CreateRequest {
  /** One whose creation got no answer can still be removed by its name. */
  readonly name: string
  readonly platform?: string
  readonly ports: readonly string[]
  readonly config: ContainerCreateOptions & { readonly Image: string }
  readonly hostConfig: HostConfig
}

/**
 * Whatever the engine's own defaults are: the log can be read back, and does not fill the disk. It holds more than a
 * busy engine writes before it hears that somebody wants to read it: what comes first says most.
 */
const logConfig = { Type: 'json-file', Config: { 'max-size': '32m', 'max-file': '2' } }

/** Nothing but what was asked for: no mount, no privilege, no restart. */
export function createRequest(request: ContainerRequest, publishing: Publishing): CreateRequest {
  // Ports of the engine's own network are there as they are.
  const ports = request.network === 'host' ? [] : (request.ports ?? []).map(withProtocol)
  return {
    name: `everyarch-${randomBytes(8).toString('hex')}`,
    ...(request.platform !== undefined && { platform: formatPlatform(request.platform) }),
    ports,
    config: {
      Image: request.image,
      Labels: { ...request.labels },
      ExposedPorts: Object.fromEntries(ports.map((port) => [port, {}])),
      ...(request.entrypoint !== undefined && { Entrypoint: [...request.entrypoint] }),
      ...(request.command !== undefined && { Cmd: [...request.command] }),
      ...(request.env !== undefined && { Env: Object.entries(request.env).map(([name, value]) => `${name}=${value}`) }),
      ...(request.user !== undefined && { User: request.user }),
      ...(request.hasTerminal === true && { Tty: true }),
      ...(request.isReadOnly === true && (request.files?.length ?? 0) > 0 && { Volumes: { [ownFolder]: {} } }),
      ...(request.workingDir !== undefined && { WorkingDir: request.workingDir }),
      ...(request.network !== undefined &&
        request.networkAliases !== undefined && {
          NetworkingConfig: { EndpointsConfig: { [request.network]: { Aliases: [...request.networkAliases] } } },
        }),
    },
    hostConfig: {
      PortBindings: bindPorts(ports, publishing),
      LogConfig: logConfig,
      RestartPolicy: { Name: 'no' },
      ...(request.init !== undefined && { Init: request.init }),
      // No swap beside it, or the limit would be twice as high where the host has some.
      ...(request.memoryBytes !== undefined && { Memory: request.memoryBytes, MemorySwap: request.memoryBytes }),
      ...(request.pidsLimit !== undefined && { PidsLimit: request.pidsLimit }),
      ...(request.mayMakeNamespaces === true && { SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'] }),
      ...(request.network !== undefined && { NetworkMode: request.network }),
      ...(request.processesOf !== undefined && { PidMode: `container:${request.processesOf}` }),
      ...(request.isReadOnly !== undefined && { ReadonlyRootfs: request.isReadOnly }),
      ...(request.tmpfs !== undefined && { Tmpfs: { ...request.tmpfs } }),
      ...(request.capAdd !== undefined && { CapAdd: [...request.capAdd] }),
      ...(request.capDrop !== undefined && { CapDrop: [...request.capDrop] }),
      ...(request.extraHosts !== undefined && { ExtraHosts: [...request.extraHosts] }),
      ...(request.isPrivileged === true && { Privileged: true }),
      ...bindMounts(request),
    },
  }
}
