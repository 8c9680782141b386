import type { BlameStep } from '../report/blame.ts'
import type { Finding } from '../report/finding.ts'
import type { Case } from './blame-case.ts'

/** Which of the audit's findings are reason enough for a program to die: `error` ones, and levels above the CPU's. */
function explains({ code, severity }: Finding): boolean {
  return code.startsWith('rootfs/') && severity === 'error'
}

/** What the files show needs no emulator for its explanation. */
export async function readFiles({ observation, options }: Case): Promise<BlameStep> {
  const findings = await options.filesOf(observation).catch(() => undefined)
  if (findings === undefined) return { step: 'files', result: 'not-done', says: 'its files could not be read' }
  const proof = findings.find(explains)
  if (proof === undefined) return { step: 'files', result: 'clear', says: 'its files are of the right architecture' }
  const { code, message } = proof
  return { step: 'files', result: 'explains', says: `its files say why: ${message}`, evidence: { code } }
}
