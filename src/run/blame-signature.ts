import { findKnownTrouble } from '../emulation/signatures.ts'
import type { BlameStep } from '../report/blame.ts'
import type { Case } from './blame-case.ts'
import { describeEmulator } from './classify.ts'

/** Looks the death up among what is known of emulators. */
export function findSignature({ observation, ending, run }: Case, isRandom: boolean): BlameStep {
  const { execution, platform, config } = observation.target
  if (execution.kind !== 'emulated') return { step: 'signature', result: 'not-done', says: 'nothing emulated it' }
  const { command = config.config.command ?? [] } = run.settings.application
  const known = findKnownTrouble({
    emulator: execution.emulator,
    architecture: platform.architecture,
    signal: ending.signal,
    log: observation.log,
    words: [...(config.config.entrypoint ?? []), ...command],
    isRandom,
  })
  const name = describeEmulator(execution)
  if (known === undefined) {
    return { step: 'signature', result: 'clear', says: `it looks like no known trouble of ${name}` }
  }
  const { says, sources, remedy } = known.signature
  return {
    step: 'signature',
    result: 'matches',
    says: `it looks like a known trouble of ${name}: ${says} (${sources[0] ?? ''})`,
    evidence: {
      sources: [...sources],
      ...(known.line === undefined ? {} : { line: known.line }),
      ...(remedy === undefined ? {} : { remedy }),
    },
  }
}
