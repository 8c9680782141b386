import type { Variables } from '../config/environment.ts'
import { runDockerCli } from '../engine/docker-cli.ts'
import { HarnessError } from '../errors.ts'

export interface AskBuildxOptions {
  readonly env: Variables
  readonly signal?: AbortSignal
  /** What it is run for, as a message says it: `list builders`. */
  readonly action: string
  readonly hint: string
  /** Ends it. @default 120000 */
  readonly timeoutMs?: number
}

/** Runs a command of buildx that is over soon, and gives what it wrote. @throws HarnessError `builder-failed` */
export async function askBuildx(args: readonly string[], options: AskBuildxOptions): Promise<string> {
  const { signal, timeoutMs = 120_000, ...rest } = options
  try {
    return await runDockerCli({
      args: ['buildx', ...args],
      code: 'builder-failed',
      timeoutMs,
      ...rest,
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (thrown) {
    if (!(thrown instanceof HarnessError) || thrown.code !== 'builder-failed') throw thrown
    // The steps up to the error, and the error once more, are no news.
    const message = thrown.message.replace(/^(docker could not .*?: ).*ERROR: /s, '$1')
    throw new HarnessError('builder-failed', message, { hint: options.hint, cause: thrown.cause })
  }
}
