import { asObject, type JsonObject } from '../oci/json.ts'

/** How this engine's published ports are bound, and where they are reached. */
export interface Publishing {
  /** The engine's own address to bind; empty means all of them. */
  readonly bindAddress: string
  /** Where this process reaches them. */
  readonly host: string
}

/** `PortBindings` for these ports, each at a port the engine chooses. */
export function bindPorts(
  ports: readonly string[],
  publishing: Publishing,
): Record<string, { HostIp: string; HostPort: string }[]> {
  return Object.fromEntries(ports.map((port) => [port, [{ HostIp: publishing.bindAddress, HostPort: '' }]]))
}

/** The host ports of `NetworkSettings.Ports`, by container port. */
export function parsePublishedPorts(settings: JsonObject | undefined): ReadonlyMap<string, number> {
  const ports = settings?.optionalObject('Ports')
  const published = new Map<string, number>()
  for (const key of ports?.keys() ?? []) {
    const bindings = ports?.list(key, (binding, where) => Number(asObject(binding, where).string('HostPort'))) ?? []
    const first = bindings.find((port) => port > 0)
    if (first !== undefined) published.set(key, first)
  }
  return published
}

/** The container's own address in the first network that gave it one. */
export function parseOwnAddress(settings: JsonObject | undefined): string | undefined {
  const networks = settings?.optionalObject('Networks')
  const addresses = networks?.keys().map((name) => networks.optionalObject(name)?.optionalString('IPAddress'))
  return addresses?.find((address) => address !== undefined && address !== '')
}

/** `5000` means `5000/tcp`. */
export function withProtocol(port: string): string {
  return port.includes('/') ? port : `${port}/tcp`
}
