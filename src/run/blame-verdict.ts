import { formatPlatform } from '../oci/platform.ts'
import { blameEvidence, type BlameStep, type BlameStepName } from '../report/blame.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import type { FindingCode } from '../report/finding-codes.ts'
import type { Severity } from '../report/severity.ts'
import type { Classified } from './checks.ts'
import type { Observation } from './observation.ts'

/** Deaths that an emulator may be the cause of. */
const deaths: readonly FindingCode[] = [
  'run/crash',
  'run/exited-early',
  'run/hang',
  'run/health-timeout',
  'run/health-unexpected',
  'run/port-not-listening',
]

/** Puts what was found of the cause into the finding of a death: its severity, its words and its evidence. */
export function applyBlame(
  classified: readonly Classified[],
  steps: readonly BlameStep[],
  observation: Observation,
): readonly Classified[] {
  if (steps.length === 0) return classified
  return classified.map((own) => {
    if (!deaths.includes(own.finding.code)) return own
    return { ...own, finding: blamed(own.finding, steps, observation) }
  })
}

function blamed(finding: Finding, steps: readonly BlameStep[], { target }: Observation): Finding {
  const of = (name: BlameStepName): BlameStep | undefined => steps.find(({ step }) => step === name)
  const evidence = { ...finding.evidence, ...blameEvidence(steps) }
  const control = of('control')
  if (control?.result === 'explains') {
    const name = formatPlatform(target.platform)
    return createFinding('execution/control-failed', `${control.says}, so nothing is known of ${name} here`, {
      evidence: { ...evidence, death: finding.code },
      hint: 'register another version of the emulator, or run this platform on its own hardware',
    })
  }
  // That it dies natively too is said already where two platforms died of a signal, or waited in vain.
  const says = finding.message.includes('natively') ? undefined : conclusionOf(steps)
  return {
    ...finding,
    severity: severityOf(finding.severity, steps),
    message: says === undefined ? finding.message : `${finding.message}; ${says}`,
    evidence,
    ...hintOf(finding, steps),
  }
}

/** Never an error where an emulator may be the cause, and always one where it dies without an emulator too. */
function severityOf(severity: Severity, steps: readonly BlameStep[]): Severity {
  if (severity !== 'error' && severity !== 'inconclusive') return severity
  const engine = steps.find(({ step }) => step === 'native-engine')
  if (steps.some(({ step, result }) => step === 'native-platform' && result === 'explains')) return 'error'
  if (engine?.result === 'same') return 'error'
  if (engine?.result === 'works' || engine?.result === 'differs') return 'inconclusive'
  return steps.some(suspectsEmulator) ? 'inconclusive' : severity
}

/** It came to another end where only the emulation was another, or is known to come to this one. */
function suspectsEmulator({ step, result }: BlameStep): boolean {
  if (step === 'attempts') return result === 'differs'
  if (step === 'second-emulator' || step === 'cpu') return result === 'works' || result === 'differs'
  return step === 'signature' && result === 'matches'
}

/** The one step that says most, of those that say something of the cause. */
function conclusionOf(steps: readonly BlameStep[]): string | undefined {
  const telling = [
    steps.find(({ result }) => result === 'explains'),
    steps.find(({ step, result }) => step === 'native-engine' && result !== 'not-done'),
    // What does not die every time may be well under another emulator by chance.
    steps.find(({ step, result }) => step === 'attempts' && result === 'differs'),
    steps.find(({ step, result }) => step === 'second-emulator' && result === 'works'),
    steps.find(({ step, result }) => step === 'cpu' && result === 'works'),
    steps.find(({ step, result }) => step === 'signature' && result === 'matches'),
    steps.find(({ step, result }) => step === 'second-emulator' && result === 'differs'),
    steps.find(({ step, result }) => step === 'second-emulator' && result === 'same'),
  ]
  return telling.find((step) => step !== undefined)?.says
}

function hintOf(finding: Finding, steps: readonly BlameStep[]): { readonly hint?: string } {
  const { hint } = finding
  const files = steps.find(({ step, result }) => step === 'files' && result === 'explains')
  const code = files?.evidence?.['code']
  if (typeof code === 'string') return { hint: `see ${code}: what is wrong in the files comes first` }
  const natively = steps.find(({ step }) => step === 'native-engine')?.result
  if (natively === 'same') return { hint: 'no emulator is to blame: look at the application and its log' }
  if (natively === 'works') return { hint: 'give this platform that engine: --engine PLATFORM=CONTEXT|HOST' }
  const isRandom = steps.some(({ step, result }) => step === 'attempts' && result === 'differs')
  const works = steps.some(({ step, result }) => step === 'second-emulator' && result === 'works')
  if (works && !isRandom) return { hint: 'register that emulator in place of the one that fails' }
  const known = steps.find(({ step, result }) => step === 'signature' && result === 'matches')?.evidence?.['remedy']
  if (typeof known === 'string') return { hint: known }
  return hint === undefined ? {} : { hint }
}
