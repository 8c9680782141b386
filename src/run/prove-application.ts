import { setTimeout as sleep } from 'node:timers/promises'
import { listBinfmtHandlers } from '../emulation/binfmt.ts'
import { proveFromProcesses, type ProcessProof } from '../emulation/proof.ts'
import type { Engine, StartedContainer } from '../engine/engine.ts'
import type { Target } from '../plan/target.ts'

/** When an application that may not live long is looked at, in milliseconds after the look before. */
const pausesMs = [0, 50, 100, 150, 300] as const

/** Looks at the engine's process list until it says how the application runs, while there is one to see. */
export async function proveApplication(
  engine: Engine,
  target: Target,
  container: StartedContainer,
  signal: AbortSignal,
): Promise<ProcessProof> {
  let proof: ProcessProof = { kind: 'unknown', reason: 'its processes were gone before they could be looked at' }
  for (const pauseMs of pausesMs) {
    if (pauseMs > 0) await sleep(pauseMs)
    if (signal.aborted) return proof
    const seen = await lookAtProcesses(engine, target, container)
    if (seen.kind !== 'unknown') return seen
    proof = seen
  }
  return proof
}

/** The later look at what runs, with every foreign program that either look has seen. */
export function combineProofs(early: ProcessProof, late: ProcessProof | undefined): ProcessProof {
  if (late === undefined || late.kind === 'unknown') return early
  if (early.kind !== 'emulated' || late.kind !== 'emulated') return late
  return { ...late, native: [...new Set([...early.native, ...late.native])] }
}

/** Looks once. */
export async function lookAtProcesses(
  engine: Engine,
  { platform, execution }: Target,
  container: StartedContainer,
): Promise<ProcessProof> {
  const processes = await container.processes().catch(() => [])
  return proveFromProcesses(
    processes.filter((line) => !isRuntime(line)),
    {
      platform,
      hostArchitecture: engine.info.architecture,
      handlers: engine.info.isLocal ? listBinfmtHandlers() : undefined,
      ...(execution.kind === 'emulated' ? { emulator: execution.emulator.name } : {}),
    },
  )
}

/** The runtime itself, before it has become the container's program. */
function isRuntime(line: string): boolean {
  return /^(?:runc|crun|youki|\/proc\/self\/exe) init|^runc:\[/.test(line)
}
