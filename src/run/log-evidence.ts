import type { Json } from '../report/finding.ts'
import type { Observation } from './observation.ts'

/** The last lines of the log, and what the emulator said in it. */
export function logEvidence({ log, emulatorLines }: Observation): { readonly [key: string]: Json } {
  return {
    ...(log.length === 0 ? {} : { log: log.slice(-10) }),
    ...(emulatorLines.length === 0 ? {} : { emulator: emulatorLines.map(({ line }) => line) }),
  }
}
