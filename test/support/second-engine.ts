import { fileURLToPath } from 'node:url'
import { runProcess } from './run-process.ts'

/** An engine beside the one the tests are given, or why there can be none here. */
export type SecondEngine = { readonly host: string } | { readonly obstacle: string }

/** A script that brings one up and ends it. */
export type EngineScript = 'classic-engine' | 'podman-engine'

/** Brings it up. */
export async function bringUp(script: EngineScript, flags: readonly string[] = []): Promise<SecondEngine> {
  const { exitCode, stdout, stderr } = await run(script, ['up', ...flags])
  return exitCode === 0 ? { host: stdout.trim() } : { obstacle: stderr }
}

/** Ends its daemon, and all that runs, and starts it again. */
export async function restart(script: 'classic-engine'): Promise<void> {
  const { exitCode, stderr } = await run(script, ['restart'])
  if (exitCode !== 0) throw new Error(stderr)
}

/** Ends it, and all that is in it. */
export async function bringDown(script: EngineScript): Promise<void> {
  const { exitCode, stderr } = await run(script, ['down'])
  if (exitCode !== 0) throw new Error(stderr)
}

/** Unpacks Podman and Skopeo. @returns the folder they can be called in, or why they cannot be had here */
export async function unpackTools(): Promise<{ readonly folder: string } | { readonly obstacle: string }> {
  const { exitCode, stdout, stderr } = await run('podman-engine', ['tools'])
  return exitCode === 0 ? { folder: stdout.trim() } : { obstacle: stderr }
}

/** Where it was brought up: nowhere, or at one place. For `describe.each`. */
export function hostsOf(engine: SecondEngine): readonly string[] {
  return 'host' in engine ? [engine.host] : []
}

/** True where one must come up: none can but as root. */
export function mustComeUp(): boolean {
  return process.getuid?.() === 0
}

function run(script: EngineScript, args: readonly string[]): ReturnType<typeof runProcess> {
  const path = fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url))
  return runProcess(path, args, { timeoutMs: 120_000 })
}
