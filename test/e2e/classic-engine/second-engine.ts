import { fileURLToPath } from 'node:url'
import { runProcess } from '../../support/run-process.ts'

const script = fileURLToPath(new URL('../../../scripts/classic-engine', import.meta.url))

/** An engine with the classic image store, or why there can be none here. */
export type SecondEngine = { readonly host: string } | { readonly obstacle: string }

/** Brings up a second engine, whose store has a disk of its own where a size is given. */
export async function bringUp(storeSize?: string): Promise<SecondEngine> {
  const size = storeSize === undefined ? [] : ['--store', storeSize]
  const { exitCode, stdout, stderr } = await runProcess(script, ['up', ...size], { timeoutMs: 120_000 })
  return exitCode === 0 ? { host: stdout.trim() } : { obstacle: stderr }
}

/** Ends it, and all that is in it. */
export async function bringDown(): Promise<void> {
  const { exitCode, stderr } = await runProcess(script, ['down'])
  if (exitCode !== 0) throw new Error(stderr)
}

/** Where it was brought up: nowhere, or at one place. For `describe.each`. */
export function hostsOf(engine: SecondEngine): readonly string[] {
  return 'host' in engine ? [engine.host] : []
}

/** True where one must come up: none can but as root. */
export function mustComeUp(): boolean {
  return process.getuid?.() === 0
}
