import { availableParallelism } from 'node:os'
import type { TargetInfo } from '../harness/protocol.ts'
import type { Target } from '../plan/target.ts'
import type { SuiteAnswers } from './handlers.ts'
import { describeProblem } from './describe-outcome.ts'
import { isFatalSignal, signalOfExitCode } from './signals.ts'
import { createSlots } from './slots.ts'
import type { Outcome } from './observation.ts'
import { runOwnSuitesInThread } from './own-suites.ts'
import type { OwnRun, OwnSuites } from './own-test.ts'
import type { TargetRun } from './target-run.ts'

/** What the user wants checked of each platform beside what is built in. */
export interface OwnChecks {
  /** One check each, in this order. */
  readonly names: readonly string[]
  /** @throws HarnessError `suite-invalid` when they are wrong themselves */
  run(request: OwnChecksRequest): Promise<OwnRun>
  /** Hears of a platform that did not come up, why, and what it wrote. */
  onMissed?(project: string, problem: string, log: readonly string[]): void
}

export interface OwnChecksRequest {
  readonly target: TargetInfo
  /** Where suites ask about the platform. */
  readonly address: string
  readonly answers: SuiteAnswers
  readonly signal: AbortSignal
}

/** What came of them on one platform. */
export interface CheckedOwn extends OwnRun {
  /** How the application's container ended meanwhile, if it did. */
  readonly death?: { readonly exitCode: number; readonly isSignal: boolean }
}

/** The user's vitest suites as checks: as many platforms at once as there are processors. */
export function checkBySuites(suites: OwnSuites): OwnChecks {
  const slots = createSlots(availableParallelism())
  return {
    names: suites.files,
    run: async ({ target, address, signal }) => {
      await slots.take(signal)
      try {
        return await runOwnSuitesInThread({ ...suites, target, address }, signal)
      } finally {
        slots.give()
      }
    },
  }
}

/** All of several, one after another. */
export function joinOwnChecks(checks: readonly OwnChecks[]): OwnChecks {
  return {
    names: checks.flatMap(({ names }) => names),
    run: async (request) => {
      const runs: OwnRun[] = []
      for (const check of checks) runs.push(await check.run(request))
      return {
        tests: runs.flatMap(({ tests }) => tests),
        unfinished: new Map(runs.flatMap(({ unfinished }) => [...unfinished])),
      }
    },
  }
}

export interface CheckTargetOptions {
  readonly checks: OwnChecks
  readonly request: OwnChecksRequest
  readonly plan: Target
  readonly run: TargetRun
  readonly outcome: Outcome
  /** Hears of containers that suites left open. */
  readonly onLeft: (count: number) => void
}

/** Runs what the user wants checked of a platform that came up; nothing of what did not. */
export async function checkTarget(options: CheckTargetOptions): Promise<CheckedOwn | undefined> {
  const { checks, request, plan, run, outcome } = options
  try {
    if (outcome.kind !== 'well') {
      checks.onMissed?.(request.target.project, describeProblem(outcome) ?? 'it did not come up', run.logs())
      return undefined
    }
    const ran = await checks.run(request)
    if (plan.expectation.kind === 'exit' || ran.tests.every(({ status }) => status === 'passed')) return ran
    const state = await (await run.container).state().catch(() => undefined)
    if (state === undefined || state.running) return ran
    const signal = signalOfExitCode(state.exitCode)
    return { ...ran, death: { exitCode: state.exitCode, isSignal: signal !== undefined && isFatalSignal(signal) } }
  } finally {
    const left = await request.answers.close()
    if (left > 0) options.onLeft(left)
  }
}
