import { listBinfmtHandlers, matchHandler } from '../emulation/binfmt.ts'
import type { EmulatorFile } from '../emulation/emulator-file.ts'
import { parseQemuVersion } from '../emulation/emulator.ts'
import { readImageUser, type ImageUser } from '../emulation/image-user.ts'
import { canLaunch } from '../emulation/launcher.ts'
import { probeInstead, readLauncherProblem, underEmulator } from '../emulation/second-emulator.ts'
import { writeProbe } from '../elf/probe.ts'
import type { ContainerRequest } from '../engine/engine.ts'
import type { Emulator } from '../report/report.ts'
import { runToEnd } from './run-to-end.ts'
import { applicationRequest, type TargetRunOptions } from './target-run.ts'

/** A second emulator that was seen to run a platform's programs in this engine's containers. */
export interface SecondEmulation {
  readonly emulator: Emulator
  /** Has a container run under it. */
  readonly change: (request: ContainerRequest) => ContainerRequest
}

/** The same run, of a target that is emulated by another emulator than its own. */
export function underSecond(run: TargetRunOptions, { emulator }: SecondEmulation): TargetRunOptions {
  const execution = { kind: 'emulated', emulator, proof: 'a known-good program named it' } as const
  return { ...run, target: { ...run.target, execution } }
}

/** Those of a user's emulators that are for a platform. */
export function emulatorsFor(architecture: string, emulators: readonly EmulatorFile[]): readonly EmulatorFile[] {
  return emulators.filter(({ architectures }) => architectures.includes(architecture))
}

/** Who the application runs as; undefined where its user does not matter, for no second emulator can be used. */
export async function readUserOf(run: TargetRunOptions): Promise<ImageUser | undefined> {
  if (!canLaunch(run.engine.info.architecture)) return undefined
  return readImageUser(run.engine, applicationRequest(run), run.signal)
}

/**
 * Puts the known-good program under an emulator, which it names, and has it start itself a second time: so the
 * application's children will run under it too. A text says why that could not be seen.
 */
export async function proveEmulation(
  file: EmulatorFile,
  user: ImageUser | undefined,
  run: TargetRunOptions,
): Promise<SecondEmulation | string> {
  const { platform, config } = run.target
  const hostArchitecture = run.engine.info.architecture
  if (user === undefined) return `a second emulator cannot be used on an engine of ${hostArchitecture}`
  if (file.hostArchitecture !== hostArchitecture) {
    return `it is a program of ${file.hostArchitecture}, and the engine is one of ${hostArchitecture}`
  }
  const bytes = await file.bytes()
  const keepsCredentials = letsSetUserId(run)
  const change = (request: ContainerRequest): ContainerRequest =>
    underEmulator(request, {
      platform,
      config: config.config,
      emulator: bytes,
      user,
      hostArchitecture,
      keepsCredentials,
    })
  const ended = await runToEnd(run.engine, change(probeInstead(applicationRequest(run), platform)), run.signal)
  if (ended.kind === 'failed') return ended.reason
  const problem = readLauncherProblem(ended.lines, ended.exitCode)
  if (problem !== undefined) return problem
  const emulator = ended.lines.map(parseQemuVersion).find((found) => found !== undefined)
  if (ended.lines.some((line) => /^probe \S+$/.test(line)) && emulator !== undefined) return { emulator, change }
  const said = ended.lines.at(-1)
  return `a known-good program failed under it${said === undefined ? '' : `: ${said}`}`
}

function letsSetUserId({ engine, target }: TargetRunOptions): boolean {
  if (!engine.info.isLocal) return false
  const handler = matchHandler(listBinfmtHandlers() ?? [], writeProbe(target.platform))
  return handler?.flags.includes('C') === true
}
