import type { Platform } from '../oci/platform.ts'
import { resolveEngines, type EngineName } from './resolve-engine.ts'
import type { Resolvable } from './resolve-entry.ts'
import { resolveFor, type EnginePick } from './resolve.ts'

/** What every engine makes of an image on one host. */
export interface HostPicks {
  readonly host: Platform
  readonly picks: Readonly<Record<EngineName, EnginePick>>
}

/** Asks the rule of every engine; one that is missing does not compile. */
export function pickAll(image: Resolvable, host: Platform): HostPicks {
  const pick = (engine: EngineName): EnginePick => resolveFor(image, resolveEngines[engine], host)
  return {
    host,
    picks: {
      docker: pick('docker'),
      'docker-classic': pick('docker-classic'),
      containerd: pick('containerd'),
      kubernetes: pick('kubernetes'),
      podman: pick('podman'),
      crane: pick('crane'),
    },
  }
}
