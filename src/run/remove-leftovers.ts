import type { Engine } from '../engine/engine.ts'
import { longestAbsenceMs, onceItAnswers } from './once-it-answers.ts'
import type { TargetRun } from './target-run.ts'

export interface LeftoverOptions {
  readonly engines: readonly Engine[]
  /** Of everything the run made. */
  readonly labels: Readonly<Record<string, string>>
  readonly runs: readonly TargetRun[]
  readonly signal: AbortSignal
}

/**
 * After a run that was cut short, or whose engine may have been away for a while, whatever still carries its labels goes:
 * such an engine starts what it can't tell of any more, and keeps what it was asked to remove.
 */
export async function removeLeftovers({ engines, labels, runs, signal }: LeftoverOptions): Promise<void> {
  const outcomes = await Promise.all(runs.map(({ outcome }) => outcome))
  if (!signal.aborted && outcomes.every(({ kind }) => kind !== 'unproven')) return
  const observations = signal.aborted
    ? []
    : await Promise.all(runs.map(({ observation }) => observation.catch(() => undefined)))
  const kept = observations.flatMap((it) => it?.kept?.id ?? [])
  // Whoever was waited for in vain is not waited for again.
  const patienceMs = observations.some((it) => (it?.removal ?? []).length > 0) ? 0 : longestAbsenceMs
  const removals = engines.map(async (engine) => {
    const listed = await onceItAnswers(() => engine.listContainers(labels), patienceMs, signal)
    const left = listed.filter(({ id }) => !kept.some((it) => id.startsWith(it)))
    await Promise.allSettled(left.map(({ id }) => onceItAnswers(() => engine.removeContainer(id), patienceMs, signal)))
  })
  await Promise.allSettled(removals)
}
