import { acceptedMachines } from '../emulation/expected-uname.ts'
import { cpuVariable } from '../emulation/other-cpus.ts'
import type { ContainerRequest, Engine } from '../engine/engine.ts'
import type { Target } from '../plan/target.ts'

/** What `uname -m` may print for a target on an engine. */
export function acceptedFor(
  { platform, execution }: Target,
  engine: Engine,
  env: ContainerRequest['env'] = {},
): readonly string[] {
  const qemuCpu = env[cpuVariable]
  return acceptedMachines({
    platform,
    ...(qemuCpu === undefined ? {} : { qemuCpu }),
    hostArchitecture: engine.info.architecture,
    ...(execution.kind === 'emulated' ? { emulator: execution.emulator.name } : {}),
  })
}
