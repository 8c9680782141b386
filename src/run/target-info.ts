import { withProtocol } from '../engine/publish.ts'
import type { TargetInfo } from '../harness/protocol.ts'
import { formatPlatform } from '../oci/platform.ts'
import type { Target } from '../plan/target.ts'
import { acceptedFor } from './accepted-for.ts'
import type { TargetRunOptions } from './target-run.ts'

/** What suites are told of a target. */
export function describeTarget(
  options: Pick<TargetRunOptions, 'target' | 'engine' | 'image' | 'settings'>,
): TargetInfo {
  const { target, engine, image, settings } = options
  const { execution } = target
  return {
    project: target.name,
    platform: formatPlatform(target.platform),
    digest: target.image.descriptor.digest,
    image,
    execution: execution.kind === 'unavailable' ? { kind: 'unavailable', reason: execution.reason } : execution,
    acceptedMachines: acceptedFor(target, engine, settings.application.env),
  }
}

/** What suites may want to ask: not over UDP. */
export function exposedPorts({ config }: Target): readonly string[] {
  return config.config.exposedPorts.map(withProtocol).filter((port) => port.endsWith('/tcp'))
}
