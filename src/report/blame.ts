import type { Finding, Json } from './finding.ts'

/** What was looked at to tell whose fault a death is, in this order. */
export const blameSteps = [
  'files',
  'control',
  'native-platform',
  'attempts',
  'second-emulator',
  'cpu',
  'signature',
  'native-engine',
] as const
export type BlameStepName = (typeof blameSteps)[number]

/**
 * What a step came to:
 * - `explains`: it says why, and that settles it
 * - `same`: it died there in the same way
 * - `differs`: it died in another way, or not every time
 * - `works`: it did what was expected there
 * - `matches`: it looks like a known trouble
 * - `clear`: nothing to blame was found
 * - `not-done`: it could not be done, or was not needed
 */
export type BlameResult = 'explains' | 'same' | 'differs' | 'works' | 'matches' | 'clear' | 'not-done'

/** One step towards the cause of a death, with what it showed. */
export interface BlameStep {
  readonly step: BlameStepName
  readonly result: BlameResult
  /** The same in words, without a full stop. */
  readonly says: string
  readonly evidence?: { readonly [key: string]: Json }
}

/** A finding's evidence with the steps that were taken. */
export function blameEvidence(steps: readonly BlameStep[]): { readonly [key: string]: Json } {
  return { blame: steps.map(({ step, result, says, evidence }) => ({ step, result, says, evidence: evidence ?? {} })) }
}

/** What the steps behind a finding showed, in words; none for a finding without. Reports may come from elsewhere. */
export function readBlameWords({ evidence }: Finding): readonly string[] {
  const steps = evidence['blame']
  if (!Array.isArray(steps)) return []
  return steps.flatMap((step: unknown) => {
    if (typeof step !== 'object' || step === null || !('says' in step)) return []
    return typeof step.says === 'string' ? [step.says] : []
  })
}
