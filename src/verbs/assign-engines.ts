import type { Execution } from '../emulation/execution.ts'
import type { Engine } from '../engine/engine.ts'
import { toHarnessError, type HarnessError } from '../errors.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import type { VerbContext } from './context.ts'
import { detectOn, type Engines } from './engine-access.ts'

/** A platform with the engine that runs it and how, or what keeps that engine from saying so. */
export type Assignment =
  | { readonly kind: 'assigned'; readonly engine: Engine; readonly execution: Execution | undefined }
  | { readonly kind: 'failed'; readonly error: HarnessError }

/**
 * Asks every platform's engine how it would run it. An engine that is down keeps only its own platforms.
 * @throws HarnessError with exit code 2 for an engine that was asked for wrongly, and what stopped the run
 */
export async function assignEngines<T extends { readonly platform: Platform }>(
  engines: Engines,
  selected: readonly T[],
  labels: Readonly<Record<string, string>>,
  context: VerbContext,
): Promise<ReadonlyMap<T, Assignment>> {
  const assignments = new Map<T, Assignment>()
  const byEngine = new Map<Engine, T[]>()
  const fail = (all: readonly T[], thrown: unknown): void => {
    context.signal.throwIfAborted()
    const error = toHarnessError(thrown)
    if (error.exitCode === 2) throw error
    for (const named of all) assignments.set(named, { kind: 'failed', error })
  }
  for (const named of selected) {
    try {
      const engine = await engines.of(named.platform)
      byEngine.set(engine, [...(byEngine.get(engine) ?? []), named])
    } catch (thrown) {
      fail([named], thrown)
    }
  }
  const detect = async (engine: Engine, all: readonly T[]): Promise<void> => {
    try {
      const platforms = all.map(({ platform }) => platform)
      const executions = await detectOn(engine, platforms, labels, context)
      for (const named of all) {
        assignments.set(named, { kind: 'assigned', engine, execution: executions.get(formatPlatform(named.platform)) })
      }
    } catch (thrown) {
      fail(all, thrown)
    }
  }
  await Promise.all([...byEngine].map(([engine, all]) => detect(engine, all)))
  return assignments
}
