import { runEveryarch } from '../support/everyarch.ts'
import type { ProcessResult } from '../support/run-process.ts'

/** The engine of the arm64 machine: `npm run test:arm64-node` brings it up. */
export const nodeEngine = readNodeEngine()

function readNodeEngine(): string {
  const address = process.env['EVERYARCH_ARM64_ENGINE']
  if (address === undefined) throw new Error('no arm64 engine is named: run npm run test:arm64-node')
  return address
}

/** A run of such a machine has to be over before the test that waits for it. */
const deadline = ['--deadline', '12m']

/** Runs the command line with patience for a machine that is emulated as a whole. */
export function runPatiently(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessResult> {
  return runEveryarch(args[0] === 'verify' ? [...args, ...deadline] : args, { env, timeoutMs: 800_000 })
}
