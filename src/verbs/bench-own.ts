import type { HarnessError } from '../errors.ts'
import type { Target } from '../plan/target.ts'
import type { ReviewFinding } from '../report/apply-waivers.ts'
import type { PlatformReport } from '../report/report.ts'
import type { BenchSubject } from '../run/bench-targets.ts'
import { openOwnBenches, type OwnBenches } from '../run/own-benches.ts'
import { reportOwnChecks } from '../run/own-report.ts'
import type { OwnSuites } from '../run/own-test.ts'

/** The user's benches in the rounds of a run. */
export interface BenchedOwn {
  /** The subjects, each with benches of its own. */
  readonly subjects: readonly BenchSubject[]
  /** Aborted with the run, and when the benches are wrong themselves. */
  readonly signal: AbortSignal
  /** What kept them from being measured of baselines and under other emulators. */
  notes(): readonly string[]
  /**
   * Adds what came of them on a target: a check for each file, and a finding for each test that failed.
   * @throws HarnessError `suite-invalid` when they are wrong themselves
   */
  addTo(report: PlatformReport, target: Target, review: ReviewFinding): PlatformReport
}

/** Has the user's benches run with every subject. */
export function benchOwn(
  suites: OwnSuites | undefined,
  subjects: readonly BenchSubject[],
  signal: AbortSignal,
): BenchedOwn {
  if (suites === undefined) return { subjects, signal, notes: () => [], addTo: (report) => report }
  const stop = new AbortController()
  let invalid: HarnessError | undefined
  const benches = new Map<BenchSubject, OwnBenches>(
    subjects.map((subject) => [
      subject,
      openOwnBenches(suites, (error) => {
        invalid ??= error
        stop.abort(error)
      }),
    ]),
  )
  return {
    subjects: [...benches].map(([subject, own]) => ({ ...subject, own })),
    signal: AbortSignal.any([signal, stop.signal]),
    notes: () =>
      [...benches].flatMap(([{ name, role }, own]) =>
        role === 'candidate' ? [] : describeFailed(own).map((problem) => `${name}: ${problem}`),
      ),
    addTo: (report, target, review) => {
      if (invalid !== undefined) throw invalid
      const [, own] = [...benches].find(([{ of, role }]) => role === 'candidate' && of === target) ?? []
      const { findings, checks } = reportOwnChecks({
        names: suites.files,
        checked: own?.checked(),
        observation: { target, outcome: { kind: 'well', how: 'it was measured' }, emulatorLines: [] },
        classified: [],
        review: (finding) => review(finding, report.platform),
      })
      return { ...report, findings: [...report.findings, ...findings], checks: [...report.checks, ...checks] }
    },
  }
}

function describeFailed(own: OwnBenches): readonly string[] {
  const { tests = [], unfinished = new Map<string, string>() } = own.checked() ?? {}
  return [
    ...tests
      .filter(({ status }) => status === 'failed' || status === 'timed-out')
      .map(({ file, test, messages }) => `${file}: ${test}: ${messages[0] ?? 'it failed'}`),
    ...[...unfinished].map(([file, reason]) => `${file}: ${reason}`),
  ]
}
