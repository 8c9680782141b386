import { randomUUID } from 'node:crypto'
import { calibrate } from '../elf/calibration-program.ts'
import { hasProbe, writeProgram } from '../elf/probe.ts'
import type { Engine } from '../engine/engine.ts'
import { roleLabel } from '../engine/labels.ts'
import type { Platform } from '../oci/platform.ts'
import { readCalibrations, uncounted, type Calibration } from './calibration-times.ts'
import { writeControlImage } from './control-image.ts'
import { runControl } from './control-run.ts'

export interface CalibrateOptions {
  readonly labels: Readonly<Record<string, string>>
  /** @default 20000 */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

const countPath = '/everyarch-count'
const systemCalls = 2000

/**
 * Measures how fast an engine executes each architecture, by programs that do the same work, in one container. The
 * kernel counts the CPU time, so that other work on the host makes no difference. An architecture whose program fails
 * is left out, as are all where the kernel counts nothing.
 * @throws HarnessError what says nothing of any program: the engine is gone, the disk is full, the run was stopped
 */
export async function calibrateEngine(
  engine: Engine,
  architectures: readonly string[],
  { labels, timeoutMs = 20_000, signal }: CalibrateOptions,
): Promise<ReadonlyMap<string, Calibration>> {
  const { os, architecture: own } = engine.info
  const platform = { os, architecture: own }
  const foreign = architectures.filter((it) => it !== own && hasProbe(platformOf(os, it)))
  if (!hasProbe(platform)) return new Map()
  // The first program finds cold caches, and a process that the runtime has used before: it does not count.
  const chain = [own, own, own, own, ...foreign]
  const paths = chain.map((_, index) => `/everyarch-calibrate-${index}`)
  const programs = chain.map((architecture, index) => ({
    path: paths[index] ?? '',
    bytes: writeProgram(
      platformOf(os, architecture),
      calibrate({ name: index === 0 ? uncounted : architecture, countPath, next: paths.slice(index + 1) }),
    ),
    mode: 0o755,
  }))
  const files = [...programs, { path: countPath, bytes: new Uint8Array(systemCalls), mode: 0o644 }]
  const image = `localhost/everyarch-control:${randomUUID()}`
  const imageLabels = { ...labels, [roleLabel]: 'control' }
  try {
    await engine.loadImage(writeControlImage({ name: image, platform, files, labels: imageLabels }), signal)
    const program = paths[0] ?? ''
    const answer = await runControl({ engine, image, platform, program, labels: imageLabels, timeoutMs, signal })
    return answer.kind === 'ended' ? readCalibrations(answer.lines, own) : new Map()
  } finally {
    await engine.removeImage(image).catch(() => undefined)
  }
}

/** One program serves all variants of arm. */
function platformOf(os: string, architecture: string): Platform {
  return { os, architecture, ...(architecture === 'arm' ? { variant: 'v5' } : {}) }
}
