import { HarnessError } from '../errors.ts'
import type { Engine, StartedContainer } from '../engine/engine.ts'
import { quoteText } from '../oci/quote.ts'
import type { Platform } from '../oci/platform.ts'

/** What came of running a platform's known-good program. */
export type ControlAnswer =
  | { readonly kind: 'ended'; readonly lines: readonly string[]; readonly exitCode: number; readonly error: string }
  /** The runtime would not execute it, and said why. */
  | { readonly kind: 'refused'; readonly message: string }
  /** Anything else: what it did, as the end of a sentence. */
  | { readonly kind: 'failed'; readonly problem: string; readonly hint?: string }

export interface ControlRunOptions {
  readonly engine: Engine
  /** The loaded image's name. */
  readonly image: string
  /** The image's. */
  readonly platform: Platform
  /** The program's path in the image. */
  readonly program: string
  readonly labels: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

const memoryBytes = 256 * 1024 * 1024
const pidsLimit = 64

/**
 * Runs a program once in a container, and removes that. There is no init: it would hide what the kernel said.
 * @throws HarnessError what says nothing of the platform: the engine is gone, the disk is full, the run was stopped
 */
export async function runControl(options: ControlRunOptions): Promise<ControlAnswer> {
  const { engine, image, platform, program, labels, timeoutMs } = options
  const deadline = AbortSignal.timeout(timeoutMs)
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline])
  const lines: string[] = []
  try {
    const request = { image, platform, labels, entrypoint: [program], network: 'none', memoryBytes, pidsLimit, signal }
    const started = await engine.startContainer(request)
    return started.kind === 'refused' ? started : await readContainer(started.container, lines, signal)
  } catch (error) {
    if (options.signal?.aborted === true) throw error
    if (deadline.aborted)
      return { kind: 'failed', problem: `it did not end within ${timeoutMs / 1000} s${lastOf(lines)}` }
    // One container that the engine cannot start says nothing of the others.
    if (!(error instanceof HarnessError) || error.code !== 'engine-failed') throw error
    return { kind: 'failed', problem: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) }
  }
}

async function readContainer(
  container: StartedContainer,
  lines: string[],
  signal: AbortSignal,
): Promise<ControlAnswer> {
  const crash = new AbortController()
  const stop = AbortSignal.any([signal, crash.signal])
  try {
    const [exit] = await Promise.all([
      container.wait(stop),
      container.followLogs(({ text }) => {
        lines.push(text)
        // As PID 1 an emulator survives the signal it sends itself, and sleeps for ever.
        if (/^qemu: uncaught target signal \d/.test(text)) crash.abort()
      }, stop),
    ])
    return { kind: 'ended', lines, exitCode: exit.exitCode, error: exit.error }
  } catch (error) {
    if (crash.signal.aborted) return { kind: 'failed', problem: `it crashed${lastOf(lines)}` }
    throw error
  } finally {
    await container.remove()
  }
}

function lastOf(lines: readonly string[]): string {
  const last = lines.findLast((line) => line.trim() !== '')
  return last === undefined ? ', and said nothing' : `, and last said ${quoteText(last, 200)}`
}
