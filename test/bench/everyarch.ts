import { fileURLToPath } from 'node:url'
import { type ProcessResult, runProcess } from '../support/run-process.ts'

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

/** Runs a program and insists on its success. */
export async function runTask(command: string, args: readonly string[]): Promise<ProcessResult> {
  // In CI images that were pulled are removed after a run: every round would pull them again.
  const env = { CI: undefined, GITHUB_ACTIONS: undefined, DOCKER_CLI_HINTS: 'false' }
  const result = await runProcess(command, args, { timeoutMs: 120_000, env })
  if (result.exitCode === 0) return result
  const said = `${result.stdout}\n${result.stderr}`.trim()
  throw new Error(`${command} ${args.join(' ')} ended with ${result.exitCode ?? result.signal}:\n${said}`)
}

/** Runs the built command line, as an installed one is run. */
export async function runBuilt(args: readonly string[], nodeFlags: readonly string[] = []): Promise<ProcessResult> {
  return runTask(process.execPath, [...nodeFlags, main, ...args])
}
