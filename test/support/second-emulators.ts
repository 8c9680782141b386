import { fileURLToPath } from 'node:url'
import { runProcess } from './run-process.ts'

const script = fileURLToPath(new URL('../../scripts/engine', import.meta.url))

/** A folder of emulators that are newer than the kernel's own; they are fetched the first time. */
export async function secondEmulators(): Promise<string> {
  const { exitCode, stdout, stderr } = await runProcess(script, ['emulators'], { timeoutMs: 240_000 })
  if (exitCode === 0) return stdout.trim()
  throw new Error(`scripts/engine emulators: ${stderr}`)
}
