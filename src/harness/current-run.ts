import { inject } from 'vitest'
import type { TargetInfo } from './protocol.ts'

declare module 'vitest' {
  interface ProvidedContext {
    everyarchAddress: string
    everyarchTarget: TargetInfo
  }
}

/** The run whose containers the suites of this worker look at. */
export interface CurrentRun {
  /** Where it is asked about them. */
  readonly address: string
  readonly target: TargetInfo
}

let joined: CurrentRun | undefined

/** From now on suites of this worker are about this run. */
export function setCurrentRun(run: CurrentRun): void {
  joined = run
}

/** The run that was joined, else the one that started this worker. */
export function currentRun(): CurrentRun {
  if (joined !== undefined) return joined
  // vitest gives nothing where nobody provides it, whatever its types say.
  const address: string | undefined = inject('everyarchAddress')
  if (address !== undefined) return { address, target: inject('everyarchTarget') }
  throw new Error(
    'this suite belongs to no platform: run it with everyarch verify --suite, or put definePlatformProjects() into vitest.config.ts',
  )
}
