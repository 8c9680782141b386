import type { PlatformReport, RunReport } from '../src/report/report.ts'
import { listRunReports, type RunReports } from '../src/report/run-reports.ts'
import { worstVerdict } from '../src/report/verdict.ts'

export interface BadgeFacts {
  readonly label: string
  readonly message: string
  /** Names that shields knows too. */
  readonly color: 'brightgreen' | 'blue' | 'yellow' | 'red' | 'lightgrey'
}

/** What a badge may say. Green means that every platform asked for was run and passed, and nothing less. */
export function readBadgeFacts(report: RunReport | RunReports): BadgeFacts {
  const reports = listRunReports(report)
  const asked = reports.flatMap(({ platforms }) => platforms).filter(({ verdict }) => verdict !== 'skipped')
  return { label: 'platforms', ...judge(reports, asked) }
}

function judge(reports: readonly RunReport[], asked: readonly PlatformReport[]): Omit<BadgeFacts, 'label'> {
  const verdicts = reports.map(({ verdict }) => verdict)
  // What its platforms say counts as well: the report may be anybody's.
  const verdict = worstVerdict([
    ...verdicts.filter((each) => each !== null),
    ...asked.map(({ verdict: own }) => own).filter((own) => own !== 'skipped'),
  ])
  if (asked.length === 0 || verdicts.includes(null)) {
    return verdict === 'failed' ? { message: 'failed', color: 'red' } : { message: 'not verified', color: 'lightgrey' }
  }
  const count = (word: PlatformReport['verdict']): number =>
    asked.filter((platform) => platform.verdict === word).length
  switch (verdict) {
    case 'failed':
      return {
        message: count('failed') === 0 ? 'failed' : `${count('failed')} of ${asked.length} failed`,
        color: 'red',
      }
    case 'unverified':
      return {
        message: [0, asked.length].includes(count('passed'))
          ? 'not verified'
          : `${count('passed')} of ${asked.length} verified`,
        color: 'lightgrey',
      }
    case 'inconclusive':
      return {
        message: count('passed') === asked.length ? 'inconclusive' : `${count('passed')} of ${asked.length} verified`,
        color: 'yellow',
      }
    case 'passed':
      return judgePassed(reports, asked)
  }
}

function judgePassed(reports: readonly RunReport[], asked: readonly PlatformReport[]): Omit<BadgeFacts, 'label'> {
  const ran = asked.filter(({ execution: { kind } }) => kind === 'native' || kind === 'emulated').length
  if (ran === 0) return { message: `${asked.length} audited, not run`, color: 'blue' }
  if (ran < asked.length) return { message: `${ran} of ${asked.length} run, others audited`, color: 'blue' }
  const hasErrors = reports.some(({ errors }) => errors.length > 0)
  return hasErrors
    ? { message: `${asked.length} passed, with errors`, color: 'yellow' }
    : { message: `${asked.length} verified`, color: 'brightgreen' }
}
