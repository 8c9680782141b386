import { cpuVariable } from '../emulation/other-cpus.ts'
import { writeFloorProbe, type CpuFloor } from '../emulation/cpu-floors.ts'
import type { ContainerRequest } from '../engine/engine.ts'
import { ownFolder } from '../engine/own-folder.ts'
import { runToEnd, type Ended } from './run-to-end.ts'
import { signalOfExitCode } from './signals.ts'
import { applicationRequest, type TargetRunOptions } from './target-run.ts'

type Change = (request: ContainerRequest) => ContainerRequest

const probePath = `${ownFolder}/floor`
const illegalInstruction = 4

/**
 * Finds a CPU of the floor that bites: the program that must die on it does, and runs on the emulator's own CPU. A text
 * says why there is none.
 */
export async function findBitingCpu(
  floor: CpuFloor,
  run: TargetRunOptions,
  change: Change,
): Promise<{ readonly cpu: string } | string> {
  const { engine, target, signal } = run
  const bytes = writeFloorProbe(target.platform, floor)
  // As PID 1 it would outlive its death, of which QEMU 7 tells nothing on some architectures.
  const on = (cpu?: string): Promise<Ended> => {
    const own = applicationRequest(run)
    const files = [...(own.files ?? []), { path: probePath, bytes, mode: 0o755 }]
    const probe = { ...own, entrypoint: [probePath], command: [], files, ports: [], init: true, isReadOnly: false }
    return runToEnd(engine, change(cpu === undefined ? probe : onCpu(cpu)(probe)), signal)
  }
  const [newer, ...older] = await Promise.all([on(), ...floor.cpus.map(on)])
  if (newer.kind === 'failed') return newer.reason
  if (newer.exitCode !== 0) return `its own CPU lacks ${floor.lacks} too, so it is as old already`
  const cpu = floor.cpus.find((_, index) => {
    const ended = older[index]
    return ended !== undefined && diesOfIt(ended)
  })
  if (cpu !== undefined) return { cpu }
  const last = older[0]?.kind === 'ended' ? older[0].lines.at(-1) : undefined
  return `its ${floor.cpus.join(' and ')} do not keep to what such a CPU has${last === undefined ? '' : `: ${last}`}`
}

/** Has the emulator of a container be a CPU. */
export function onCpu(cpu: string): Change {
  return (request) => ({ ...request, env: { ...request.env, [cpuVariable]: cpu } })
}

function diesOfIt(ended: Ended): boolean {
  if (ended.kind !== 'ended') return false
  const { exitCode, lines } = ended
  if (exitCode !== undefined) return signalOfExitCode(exitCode) === illegalInstruction
  return lines.some((line) => line.includes(`uncaught target signal ${illegalInstruction} `))
}
