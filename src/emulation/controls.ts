import { randomUUID } from 'node:crypto'
import type { Engine } from '../engine/engine.ts'
import { platformLabel, roleLabel } from '../engine/labels.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { writeControlImage } from './control-image.ts'
import { type ControlAnswer, runControl } from './control-run.ts'

/** A static program and what it is for. */
export interface Control {
  readonly platform: Platform
  readonly program: Uint8Array
}

export interface ControlsOptions {
  readonly labels: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly jobs: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs each program once in a container of its own, a few at a time, and removes everything again. All are in one image
 * of the engine's own platform: whether the kernel starts a program does not depend on what its image says.
 * @throws HarnessError what says nothing of any program: the engine is gone, the disk is full, the run was stopped
 */
export async function runControls(
  engine: Engine,
  controls: readonly Control[],
  { labels, timeoutMs, jobs, signal }: ControlsOptions,
): Promise<readonly ControlAnswer[]> {
  const { os, architecture } = engine.info
  const platform = { os, architecture }
  const imageLabels = { ...labels, [roleLabel]: 'control' }
  // Of this run alone: another one may remove its own at any moment.
  const image = `localhost/everyarch-control:${randomUUID()}`
  const programs = controls.map((control) => ({
    ...control,
    path: `/everyarch-probe-${control.platform.architecture}`,
  }))
  const files = programs.map(({ path, program }) => ({ path, bytes: program, mode: 0o755 }))
  try {
    await engine.loadImage(writeControlImage({ name: image, platform, files, labels: imageLabels }), signal)
    return await inTurns(programs, jobs, (control) =>
      runControl({
        engine,
        image,
        platform,
        program: control.path,
        labels: { ...imageLabels, [platformLabel]: formatPlatform(control.platform) },
        timeoutMs,
        signal,
      }),
    )
  } finally {
    await engine.removeImage(image).catch(() => undefined)
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
