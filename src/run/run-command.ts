import { HarnessError } from '../errors.ts'
import type { CommandResult, RunOptions } from '../harness/protocol.ts'
import { changesOf } from './suite-containers.ts'
import type { TargetRunOptions } from './target-run.ts'

const commandTimeoutMs = 120_000

/**
 * Runs a short container of its own, as `docker run IMAGE COMMAND…` does, with an init. What cannot be executed is a
 * result with exit code 126 or 127.
 * @throws HarnessError `deadline-exceeded` when it does not end in time
 */
export async function runCommand(
  options: TargetRunOptions,
  command: readonly string[],
  changes: RunOptions = {},
): Promise<CommandResult> {
  const { engine, target, image, settings } = options
  const timeout = AbortSignal.timeout(commandTimeoutMs)
  const signal = AbortSignal.any([options.signal, timeout])
  const words = command.length === 0 ? {} : { command }
  try {
    const result = await engine.startContainer({
      image,
      ...(target.configPlatform === undefined ? {} : { platform: target.configPlatform }),
      ...settings.application,
      ...changesOf({ ...changes, ...words }, settings.application.env),
      init: true,
      signal,
    })
    if (result.kind === 'refused') return { exitCode: result.exitCode, stdout: '', stderr: result.message }
    const streams: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] }
    try {
      const logs = result.container.followLogs(({ stream, text }) => void streams[stream].push(text), signal)
      const [{ exitCode }] = await Promise.all([result.container.wait(signal), logs])
      return { exitCode, stdout: streams.stdout.join('\n'), stderr: streams.stderr.join('\n') }
    } finally {
      await result.container.remove()
    }
  } catch (cause) {
    if (!timeout.aborted || options.signal.aborted) throw cause
    const seconds = commandTimeoutMs / 1000
    throw new HarnessError('deadline-exceeded', `${command.join(' ')} did not end within ${seconds} s`, { cause })
  }
}
