import type { Execution } from '../emulation/execution.ts'
import type { Engine } from '../engine/engine.ts'
import type { ImageSupply } from './image-supply.ts'

/** Another engine of the run, which runs a platform without an emulator. */
export interface NativePlace {
  readonly engine: Engine
  readonly execution: Execution
  /** Brings the image there. */
  readonly supply: ImageSupply
}
