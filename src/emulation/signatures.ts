import type { Emulator } from '../report/report.ts'
import { signatures, type Signature } from './signature-table.ts'
import { isInRange } from './version-range.ts'

/** How an application ended under an emulator, as far as signatures look at it. */
export interface Symptom {
  readonly emulator: Emulator
  readonly architecture: string
  /** The signal it died of, if it did. */
  readonly signal?: number | undefined
  readonly log: readonly string[]
  /** What it was started with. */
  readonly words: readonly string[]
  /** Attempts came to different ends. */
  readonly isRandom: boolean
}

export interface KnownTrouble {
  readonly signature: Signature
  /** The line of the log it was known by. */
  readonly line?: string
}

/** The known trouble of emulators that a symptom looks like. A version that is not known counts as none of those named. */
export function findKnownTrouble(symptom: Symptom): KnownTrouble | undefined {
  for (const signature of signatures) {
    if (!fits(signature, symptom)) continue
    const { line } = signature
    const found = line === undefined ? undefined : symptom.log.find((it) => line.test(it))
    if (line !== undefined && found === undefined) continue
    return { signature, ...(found === undefined ? {} : { line: found }) }
  }
  return undefined
}

function fits(signature: Signature, symptom: Symptom): boolean {
  const { versions, architectures, signals, program, isRandom } = signature
  const { name, version } = symptom.emulator
  return [
    signature.emulator === 'qemu' ? name.startsWith('qemu-') : name === signature.emulator,
    versions === undefined || isInRange(version, versions) === true,
    architectures === undefined || architectures.includes(symptom.architecture),
    signals === undefined || (symptom.signal !== undefined && signals.includes(symptom.signal)),
    program === undefined || symptom.words.some((word) => program.test(word)),
    isRandom === undefined || symptom.isRandom,
  ].every(Boolean)
}
