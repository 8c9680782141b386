import { probeInstead } from '../emulation/second-emulator.ts'
import type { BlameStep } from '../report/blame.ts'
import type { Case } from './blame-case.ts'
import { runToEnd } from './run-to-end.ts'
import { applicationRequest } from './target-run.ts'

/** A program that is known to be good must run in the same image, or it is the emulator, or this host, that fails. */
export async function askControl({ observation, run }: Case): Promise<BlameStep> {
  const { target, uname } = observation
  const good = 'a known-good program runs in its place'
  if (uname.kind === 'read') {
    return { step: 'control', result: 'clear', says: good, evidence: { machine: uname.info.machine } }
  }
  const request = probeInstead(applicationRequest(run), target.platform)
  const ended = await runToEnd(run.engine, request, run.signal)
  if (ended.kind === 'failed') {
    return { step: 'control', result: 'not-done', says: `a known-good program could not be tried: ${ended.reason}` }
  }
  const machine = ended.lines.map((line) => /^probe (\S+)$/.exec(line)?.[1]).find((word) => word !== undefined)
  if (machine !== undefined) return { step: 'control', result: 'clear', says: good, evidence: { machine } }
  const said = ended.lines.at(-1) ?? 'it said nothing'
  return {
    step: 'control',
    result: 'explains',
    says: `a known-good program fails in its place too: ${said}`,
    evidence: { log: ended.lines.slice(-5), ...(ended.exitCode === undefined ? {} : { exitCode: ended.exitCode }) },
  }
}
