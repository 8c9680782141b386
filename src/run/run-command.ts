import { HarnessError } from '../errors.ts'
import type { CommandResult } from '../harness/protocol.ts'
import type { TargetRunOptions } from './target-run.ts'

const commandTimeoutMs = 120_000

/**
 * Runs a command as the entrypoint of a short container of its own, with an init.
 * @throws HarnessError `engine-failed` when it cannot be executed
 */
export async function runCommand(options: TargetRunOptions, command: readonly string[]): Promise<CommandResult> {
  const { engine, target, image, settings } = options
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(commandTimeoutMs)])
  const result = await engine.startContainer({
    image,
    ...(target.configPlatform === undefined ? {} : { platform: target.configPlatform }),
    ...settings.application,
    entrypoint: command,
    command: [],
    init: true,
    signal,
  })
  if (result.kind === 'refused') throw new HarnessError('engine-failed', `${command[0] ?? ''}: ${result.message}`)
  const streams: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] }
  try {
    const logs = result.container.followLogs(({ stream, text }) => void streams[stream].push(text), signal)
    const [{ exitCode }] = await Promise.all([result.container.wait(signal), logs])
    return { exitCode, stdout: streams.stdout.join('\n'), stderr: streams.stderr.join('\n') }
  } finally {
    await result.container.remove()
  }
}
