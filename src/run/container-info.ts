import type { StartedContainer } from '../engine/engine.ts'
import type { ContainerInfo } from '../harness/protocol.ts'

/** A started container as suites are told of it. */
export function containerInfo(container: StartedContainer, ports: readonly string[], isOwn: boolean): ContainerInfo {
  const addresses = ports.flatMap((port) => {
    const address = container.address(port)
    return address === undefined ? [] : [[port, address] as const]
  })
  return { id: container.id, addresses: Object.fromEntries(addresses), isOwn }
}
