import { fileURLToPath } from 'node:url'
import { runProcess } from './run-process.ts'

const script = fileURLToPath(new URL('../../scripts/build-example', import.meta.url))

/** An example by digest, built for three platforms on the engine the tests are given. */
export async function exampleImage(name: 'flask' | 'curl' | 'database'): Promise<string> {
  const { exitCode, stdout, stderr } = await runProcess(script, [name], { timeoutMs: 280_000 })
  if (exitCode !== 0) throw new Error(stderr)
  return stdout.trim()
}
