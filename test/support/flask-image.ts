import { fileURLToPath } from 'node:url'
import { runProcess } from './run-process.ts'

const script = fileURLToPath(new URL('../../scripts/build-example', import.meta.url))

/** The Flask example by digest, built on the engine the tests are given. */
export async function flaskImage(): Promise<string> {
  const { exitCode, stdout, stderr } = await runProcess(script, ['flask'], { timeoutMs: 280_000 })
  if (exitCode !== 0) throw new Error(stderr)
  return stdout.trim()
}
