import { readEnvironment } from '../config/environment.ts'
import { resolveUserConfig } from '../config/resolve.ts'
import type { UserConfig } from '../config/user-config.ts'
import { toHarnessError } from '../errors.ts'
import type { Joined } from '../harness/join.ts'
import type { Seat } from '../harness/project-seat.ts'
import type { RunEvent } from '../report/event.ts'
import { listRunReports } from '../report/run-reports.ts'
import type { OwnChecks } from '../run/own-checks.ts'
import type { SuiteAnswers } from '../run/handlers.ts'
import type { Hold } from '../verbs/hold.ts'
import { verify } from '../verbs/verify.ts'

export interface HoldOptions {
  readonly settings: UserConfig
  readonly seats: readonly Seat[]
  /** Ends it: its containers are removed. */
  readonly signal: AbortSignal
  /** Hears once of each seat what became of its platform. */
  readonly onJoined: (name: string, joined: Joined) => void
  /** Hears of what suites can open and leave open. */
  readonly onAnswers: (answers: SuiteAnswers) => void
  readonly onNotice: (message: string) => void
}

/** Brings platforms up, and keeps their containers until the signal; what keeps it from that each seat is told. */
export async function holdPlatforms(options: HoldOptions): Promise<void> {
  const { seats, signal, onJoined, onNotice } = options
  const open = new Set(seats.map(({ name }) => name))
  const settle = (name: string, joined: Joined): void => {
    if (open.delete(name)) onJoined(name, joined)
  }
  let reason = 'it was not run'
  try {
    const environment = readEnvironment()
    const config = resolveUserConfig(settingsFor(options), 'verify', environment)
    const onEvent = (event: RunEvent): void => {
      if (event.kind === 'notice') onNotice(event.message)
    }
    const report = await verify(config, { environment, signal, onEvent }, 'verify', createHold(options, settle))
    const [error] = listRunReports(report).flatMap(({ errors }) => errors)
    if (error !== undefined) reason = withHint(error)
  } catch (thrown) {
    reason = withHint(toHarnessError(thrown))
  }
  for (const name of open) onJoined(name, { kind: 'failed', reason })
}

/** Every platform at once: each waits for the tests of all. */
function settingsFor({ settings, seats }: HoldOptions): UserConfig {
  return { ...settings, platform: [...new Set(seats.map(({ platform }) => platform))], jobs: seats.length, attempts: 1 }
}

function createHold({ seats, signal, onAnswers }: HoldOptions, settle: (name: string, joined: Joined) => void): Hold {
  const checks: OwnChecks = {
    names: [],
    run: async ({ target, address, answers }) => {
      onAnswers(answers)
      settle(target.project, { kind: 'up', address, target })
      await untilAborted(signal)
      return { tests: [], unfinished: new Map() }
    },
    onMissed: (name, problem, log) => settle(name, { kind: 'failed', reason: describeMissed(problem, log) }),
  }
  return {
    checks,
    onPlan: ({ targets, unrunnable }) => {
      for (const { named, reason, unavailable } of unrunnable) {
        settle(named.name, { kind: unavailable === undefined ? 'failed' : 'unavailable', reason })
      }
      for (const { name } of seats) {
        if (targets.some((target) => target.name === name)) continue
        settle(name, { kind: 'failed', reason: 'the image has no such platform' })
      }
    },
  }
}

const shownLines = 10

function describeMissed(problem: string, log: readonly string[]): string {
  return [`the application did not come up: ${problem}`, ...log.slice(-shownLines).map((line) => `  ${line}`)].join(
    '\n',
  )
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function withHint({ message, hint }: { readonly message: string; readonly hint?: string | undefined }): string {
  return hint === undefined ? message : `${message} (${hint})`
}
