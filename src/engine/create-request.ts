import { randomBytes } from 'node:crypto'
import { formatPlatform } from '../oci/platform.ts'
import type { ContainerRequest } from './engine.ts'
import { bindPorts, withProtocol, type Publishing } from './publish.ts'

/** What `/containers/create` is asked for, in the engine's own words. */
export interface CreateRequest {
  readonly name: string
  readonly platform: string
  readonly config: Readonly<Record<string, unknown>>
  readonly hostConfig: Readonly<Record<string, unknown>>
}

/**
 * Our own limits on a container, whatever the daemon's defaults are: its log is kept where it can be read back, and
 * cannot fill the disk.
 */
const logConfig = { Type: 'json-file', Config: { 'max-size': '8m', 'max-file': '2' } }

/** The named form matters: one whose creation got no answer can still be removed by name. */
export function createRequest(request: ContainerRequest, publishing: Publishing): CreateRequest {
  const ports = request.ports ?? []
  return {
    name: `everyarch-${randomBytes(8).toString('hex')}`,
    platform: formatPlatform(request.platform),
    config: {
      Image: request.image,
      Labels: request.labels,
      ExposedPorts: Object.fromEntries(ports.map((port) => [withProtocol(port), {}])),
      ...(request.entrypoint !== undefined && { Entrypoint: request.entrypoint }),
      ...(request.command !== undefined && { Cmd: request.command }),
      ...(request.env !== undefined && { Env: Object.entries(request.env).map(([name, value]) => `${name}=${value}`) }),
      ...(request.user !== undefined && { User: request.user }),
    },
    hostConfig: {
      PortBindings: bindPorts(ports, publishing),
      LogConfig: logConfig,
      RestartPolicy: { Name: 'no' },
      ...(request.init !== undefined && { Init: request.init }),
      ...(request.memoryBytes !== undefined && { Memory: request.memoryBytes, MemorySwap: request.memoryBytes }),
      ...(request.pidsLimit !== undefined && { PidsLimit: request.pidsLimit }),
      ...(request.network !== undefined && { NetworkMode: request.network }),
    },
  }
}
