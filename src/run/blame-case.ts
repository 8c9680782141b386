import type { EmulatorFile } from '../emulation/emulator-file.ts'
import type { Target } from '../plan/target.ts'
import type { Finding } from '../report/finding.ts'
import type { NativePlace } from './native-place.ts'
import type { Ending } from './ending.ts'
import type { Observation } from './observation.ts'
import type { Slots } from './slots.ts'
import type { TargetRunOptions } from './target-run.ts'

export interface BlameOptions {
  /** How often a platform that died is run in all; absent: twice, and once where that would take long. */
  readonly attempts?: number | undefined
  /** Emulators beside the host's own. */
  readonly emulators: readonly EmulatorFile[]
  /** Where a target runs on hardware of its own, if an engine with such is at hand. */
  readonly nativePlaceOf?: ((target: Target) => Promise<NativePlace | undefined>) | undefined
  /** What the audit found in the target's files, once it knows. */
  readonly filesOf: (observation: Observation) => Promise<readonly Finding[]>
  /** What was seen of the platforms that ran natively. */
  readonly natives: () => Promise<readonly Observation[]>
  readonly slots: Slots
}

/** Everything a step may look at. */
export interface Case {
  readonly observation: Observation
  readonly ending: Ending
  readonly run: TargetRunOptions
  readonly options: BlameOptions
  /** How long another try is given. */
  readonly timeoutMs: number
}
