import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ProcessResult, runProcess } from '../support/run-process.ts'

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

/** What a program is run with beside this process's own. */
export interface TaskSettings {
  readonly nodeFlags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a program and insists on its success. */
export async function runTask(
  command: string,
  args: readonly string[],
  given: TaskSettings['env'] = {},
): Promise<ProcessResult> {
  // In CI images that were pulled are removed after a run: every round would pull them again.
  const env = { CI: undefined, GITHUB_ACTIONS: undefined, DOCKER_CLI_HINTS: 'false', ...given }
  const result = await runProcess(command, args, { timeoutMs: 120_000, env })
  if (result.exitCode === 0) return result
  const said = `${result.stdout}\n${result.stderr}`.trim()
  throw new Error(`${command} ${args.join(' ')} ended with ${result.exitCode ?? result.signal}:\n${said}`)
}

/** Runs the built command line, as an installed one is run. */
export async function runBuilt(args: readonly string[], settings: TaskSettings = {}): Promise<ProcessResult> {
  const { nodeFlags = [], env } = settings
  return runTask(process.execPath, [...nodeFlags, main, ...args], env)
}

/** The same, with nothing kept from earlier runs. */
export async function runBuiltCold(args: readonly string[], settings: TaskSettings = {}): Promise<ProcessResult> {
  const cache = await mkdtemp(join(tmpdir(), 'everyarch-bench-'))
  try {
    return await runBuilt(args, { ...settings, env: { ...settings.env, XDG_CACHE_HOME: cache } })
  } finally {
    await rm(cache, { recursive: true, force: true })
  }
}
