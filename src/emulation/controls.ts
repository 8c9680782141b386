import { randomUUID } from 'node:crypto'
import type { Engine } from '../engine/engine.ts'
import { type ControlImage, writeControlArchive } from './control-image.ts'
import { type ControlAnswer, runControl } from './control-run.ts'

/** A known-good program and where it is to run. */
export type Control = Pick<ControlImage, 'platform' | 'program'>

export interface ControlsOptions {
  readonly labels: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly jobs: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Loads programs into an engine as one image each, runs each once, a few at a time, and removes everything again.
 * @throws HarnessError what says nothing of any platform: the engine is gone, the disk is full, the run was stopped
 */
export async function runControls(
  engine: Engine,
  controls: readonly Control[],
  { labels, timeoutMs, jobs, signal }: ControlsOptions,
): Promise<readonly ControlAnswer[]> {
  // Of this run alone: another one may remove its own at any moment.
  const run = randomUUID().slice(0, 8)
  const images = controls.map((control) => ({
    ...control,
    name: `localhost/everyarch-control:${control.platform.architecture}-${run}`,
    labels,
  }))
  try {
    await engine.loadImage(writeControlArchive(images), signal)
    return await inTurns(images, jobs, ({ name: image, platform }) =>
      runControl({ engine, image, platform, labels, timeoutMs, signal }),
    )
  } finally {
    await Promise.allSettled(images.map(({ name }) => engine.removeImage(name)))
  }
}

/** Waits for all that was begun, also when one fails: what it started must be gone by then. */
async function inTurns<T, R>(items: readonly T[], jobs: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const queue = items.entries()
  const results: R[] = []
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  const workers = await Promise.allSettled(Array.from({ length: jobs }, worker))
  for (const outcome of workers) if (outcome.status === 'rejected') throw outcome.reason
  return results
}
