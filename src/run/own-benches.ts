import { escapeControl } from '../report/escape.ts'
import { toHarnessError, type HarnessError } from '../errors.ts'
import { openControlServer } from './control-server.ts'
import { createHandlers } from './handlers.ts'
import type { Outcome } from './observation.ts'
import { checkBySuites, checkTarget, type CheckedOwn } from './own-checks.ts'
import type { OwnSuites, OwnTest } from './own-test.ts'
import { describeTarget } from './target-info.ts'
import type { TargetRun, TargetRunOptions } from './target-run.ts'

/** The user's benches of one subject, over all rounds. */
export interface OwnBenches {
  /** Runs them once against a container that is up: what each took, by its measure's name. Never rejects. */
  time(run: TargetRun, options: TargetRunOptions, outcome: Outcome): Promise<ReadonlyMap<string, readonly number[]>>
  /** What came of their tests so far; undefined where none was run. */
  checked(): CheckedOwn | undefined
}

/**
 * Benches that wait for ever, or do not come to their end, are not run again with the next round.
 * @param onInvalid hears of benches that cannot be loaded: `suite-invalid`
 */
export function openOwnBenches(suites: OwnSuites, onInvalid: (error: HarnessError) => void): OwnBenches {
  let all: CheckedOwn | undefined
  return {
    time: async (run, options, outcome) => {
      const files = suites.files.filter((file) => !isGivenUp(file, all))
      if (files.length === 0) return new Map()
      const now = await runOnce({ ...suites, files }, run, options, outcome).catch((thrown: unknown) => {
        onInvalid(toHarnessError(thrown))
        return undefined
      })
      // What was stopped half-way says nothing of what came before.
      if (now === undefined || (options.signal.aborted && all !== undefined)) return new Map()
      all = all === undefined ? now : joinChecked(all, now)
      return readTimes(now.tests)
    },
    checked: () =>
      all && { ...all, unfinished: new Map([...listIdle(all.tests), ...listTwice(all.tests), ...all.unfinished]) },
  }
}

async function runOnce(
  suites: OwnSuites,
  run: TargetRun,
  options: TargetRunOptions,
  outcome: Outcome,
): Promise<CheckedOwn | undefined> {
  const answers = createHandlers(run, options)
  const server = await openControlServer(() => answers.handlers)
  try {
    const request = { target: describeTarget(options), address: server.address, answers, signal: options.signal }
    const checks = checkBySuites(suites)
    return await checkTarget({ checks, request, plan: options.target, run, outcome, onLeft: () => undefined })
  } finally {
    await server.close()
  }
}

function isGivenUp(file: string, checked: CheckedOwn | undefined): boolean {
  if (checked === undefined) return false
  return checked.unfinished.has(file) || checked.tests.some((test) => test.file === file && test.status === 'timed-out')
}

/** Files whose tests ran and measured nothing. */
function listIdle(tests: readonly OwnTest[]): readonly (readonly [string, string])[] {
  const passed = tests.filter(({ status }) => status === 'passed')
  const files = new Set(passed.map(({ file }) => file))
  for (const { file, benches } of passed) if (benches !== undefined) files.delete(file)
  return [...files].map((file) => [file, 'it measured nothing: what bench() gives is measured by its run()'] as const)
}

/** A test that failed once has failed; what a later round says of it takes nothing from that. */
export function joinChecked(before: CheckedOwn, now: CheckedOwn): CheckedOwn {
  const tests = new Map(before.tests.map((test) => [`${test.file}\n${test.test}`, test]))
  for (const test of now.tests) {
    const key = `${test.file}\n${test.test}`
    const known = tests.get(key)
    if (known === undefined || known.status === 'passed') tests.set(key, test)
  }
  const death = before.death ?? now.death
  return {
    tests: [...tests.values()],
    unfinished: new Map([...before.unfinished, ...now.unfinished]),
    ...(death === undefined ? {} : { death }),
  }
}

/** One time of each bench, the median of its iterations: what a round has to say. Of a test that failed there is none. */
export function readTimes(tests: readonly OwnTest[]): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, readonly number[]>()
  for (const { name, medianMs } of listBenches(tests)) if (!times.has(name)) times.set(name, [medianMs])
  return times
}

/** Files with a bench whose name another has: only one of both is a measure. */
export function listTwice(tests: readonly OwnTest[]): readonly (readonly [file: string, problem: string])[] {
  const known = new Set<string>()
  return listBenches(tests).flatMap(({ file, name }) => {
    if (known.has(name)) return [[file, `${name} is measured twice: give each a name of its own`] as const]
    known.add(name)
    return []
  })
}

function listBenches(tests: readonly OwnTest[]) {
  const passed = tests.filter(({ status }) => status === 'passed')
  return passed.flatMap(({ file, test, benches = [] }) =>
    benches.map(({ name, medianMs }) => ({ file, name: nameBench(test, name), medianMs })),
  )
}

/** What a bench's measure is called. */
function nameBench(test: string, bench: string): string {
  return `bench ${escapeControl(test === bench ? bench : `${test}: ${bench}`, 200)}`
}
