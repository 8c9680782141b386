import { Bench, type Task } from 'tinybench'
import { createRandom, shuffle } from './random.ts'
import { decideStop, type StopReason, type StopRule } from './stop-rule.ts'

/** What one iteration of a subject took, by measure, in milliseconds; several where it did a thing several times. */
export interface Iteration {
  readonly durations: ReadonlyMap<string, readonly number[]>
  /** Set where it could not do all. */
  readonly problem?: string
}

/** Something that is measured once in each round. */
export interface Subject<T extends Iteration> {
  readonly name: string
  readonly iterate: () => Promise<T>
}

export interface RoundsOptions<T extends Iteration> {
  readonly rule: StopRule
  /** Rounds before those that count. */
  readonly warmupRounds: number
  readonly seed: number
  readonly signal: AbortSignal
  /** The names of those of which enough is known by now: they are measured no more. */
  readonly findSettled: (measured: Measured<T>) => ReadonlySet<string>
  /** Hears of each round before it begins, and of the names it measures. */
  readonly onRound?: (round: number, names: readonly string[]) => void
}

/** What rounds have come to. */
export interface Measured<T extends Iteration> {
  readonly rounds: number
  /** By subject, one for each round; absent where it failed or was measured no more. */
  readonly iterations: ReadonlyMap<string, readonly (T | undefined)[]>
  /** Why a subject failed, the last time it did. */
  readonly problems: ReadonlyMap<string, string>
}

export interface RoundsResult<T extends Iteration> extends Measured<T> {
  readonly endedBy: StopReason
  readonly elapsedMs: number
}

const none: ReadonlySet<string> = new Set()

/** One that fails so often in a row is measured no more. */
const patience = 2

/**
 * Measures every subject once in each round, one after another, in an order drawn anew for each: what drifts, drifts for
 * all of them. Ends when enough is known of each or as the rule says, or with what there is when it is stopped.
 */
export async function measureRounds<T extends Iteration>(
  subjects: readonly Subject<T>[],
  options: RoundsOptions<T>,
): Promise<RoundsResult<T>> {
  const { rule, warmupRounds, signal, findSettled, onRound } = options
  const random = createRandom(options.seed)
  const iterations = new Map<string, (T | undefined)[]>(subjects.map(({ name }) => [name, []]))
  const problems = new Map<string, string>()
  const failures = new Map<string, number>()
  let last: T | undefined
  const bench = new Bench({ iterations: 1, time: 0, warmup: false, throws: false })
  for (const { name, iterate } of subjects) {
    const once = async (): Promise<{ overriddenDuration?: number }> => {
      last = await iterate()
      const [main] = last.durations.values()
      return main?.[0] === undefined ? {} : { overriddenDuration: main[0] }
    }
    bench.add(name, once, { async: true })
  }
  let rounds = 0
  let beganAtMs = performance.now()
  const measured = (): Measured<T> => ({ rounds, iterations, problems })
  const end = (endedBy: StopReason): RoundsResult<T> => ({
    ...measured(),
    endedBy,
    elapsedMs: performance.now() - beganAtMs,
  })
  for (let round = 1 - warmupRounds; ; round++) {
    const roundBeganAtMs = performance.now()
    if (round === 1) beganAtMs = roundBeganAtMs
    onRound?.(
      round,
      bench.tasks.map(({ name }) => name),
    )
    for (const task of shuffle(bench.tasks, random)) {
      if (signal.aborted) return end('stopped')
      last = undefined
      const problem = await runOnce(task)
      if (signal.aborted) return end('stopped')
      const failed = problem === undefined ? 0 : (failures.get(task.name) ?? 0) + 1
      failures.set(task.name, failed)
      if (problem !== undefined) problems.set(task.name, problem)
      if (failed >= patience) bench.remove(task.name)
      if (round > 0) iterations.get(task.name)?.push(last)
    }
    if (round < 1) continue
    rounds = round
    for (const done of iterations.values()) if (done.length < rounds) done.push(undefined)
    const nowMs = performance.now()
    const isAsked = rounds < rule.leastRounds || rounds >= rule.mostRounds
    const settled = isAsked ? none : findSettled(measured())
    const left = bench.tasks.filter(({ name }) => !settled.has(name))
    if (left.length === 0) return end(bench.tasks.length === 0 ? 'rounds' : 'narrow')
    const reason = decideStop(rule, { rounds, elapsedMs: nowMs - beganAtMs, lastRoundMs: nowMs - roundBeganAtMs })
    if (reason !== undefined) return end(reason)
    for (const name of settled) bench.remove(name)
  }
}

/** @returns what went wrong */
async function runOnce(task: Task): Promise<string | undefined> {
  task.reset()
  await task.run()
  return task.result.state === 'errored' ? task.result.error.message : undefined
}
