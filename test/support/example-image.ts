import { fileURLToPath } from 'node:url'
import { runProcess } from './run-process.ts'

const script = fileURLToPath(new URL('../../scripts/build-example', import.meta.url))

/**
 * An example by digest, built for three platforms on the engine the tests are given.
 *
 * @param reference a name that nothing else builds under: the engine keeps what it built only while the name is its own
 */
export async function exampleImage(name: 'flask' | 'curl' | 'database', reference?: string): Promise<string> {
  const given = reference === undefined ? [name] : [name, reference]
  const { exitCode, stdout, stderr } = await runProcess(script, given, { timeoutMs: 280_000 })
  if (exitCode !== 0) throw new Error(stderr)
  return stdout.trim()
}
