import type { Severity } from '../report/severity.ts'
import type { Observation } from './observation.ts'

/** An exit under emulation is the application's own word, unless the emulator said something too. */
export function earlyExitSeverity({ target, emulatorLines }: Observation): Severity {
  return target.execution.kind === 'emulated' && emulatorLines.length > 0 ? 'inconclusive' : 'error'
}
