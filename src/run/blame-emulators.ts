import { listBinfmtHandlers, matchHandler } from '../emulation/binfmt.ts'
import type { EmulatorFile } from '../emulation/emulator-file.ts'
import { parseQemuVersion } from '../emulation/emulator.ts'
import { readImageUser, type ImageUser } from '../emulation/image-user.ts'
import { canLaunch } from '../emulation/launcher.ts'
import { probeInstead, readLauncherProblem, underEmulator } from '../emulation/second-emulator.ts'
import { writeProbe } from '../elf/probe.ts'
import type { ContainerRequest } from '../engine/engine.ts'
import { toHarnessError } from '../errors.ts'
import type { BlameStep } from '../report/blame.ts'
import type { Emulator } from '../report/report.ts'
import { makeAttempt } from './attempt.ts'
import type { Case } from './blame-case.ts'
import { describeEmulator } from './classify.ts'
import { runToEnd } from './run-to-end.ts'
import { applicationRequest } from './target-run.ts'

/** Runs it under other emulators: what fails under one only is that one's fault. */
export async function trySecondEmulators(asked: Case): Promise<readonly BlameStep[]> {
  const { run, observation, options } = asked
  const { architecture } = observation.target.platform
  const fitting = options.emulators.filter(({ architectures }) => architectures.includes(architecture))
  if (fitting.length === 0) {
    const hint = options.emulators.length === 0 ? ': name one with --emulator' : ` for ${architecture}`
    return [skip(`there is no second emulator${hint}`)]
  }
  const host = run.engine.info.architecture
  if (!canLaunch(host)) return [skip(`a second emulator cannot be used on an engine of ${host}`)]
  try {
    const user = await readImageUser(run.engine, applicationRequest(run), run.signal)
    return await Promise.all(fitting.map((file) => tryOne(file, user, asked)))
  } catch (thrown) {
    return [skip(`a second emulator could not be tried: ${toHarnessError(thrown).message}`)]
  }
}

async function tryOne(file: EmulatorFile, user: ImageUser, asked: Case): Promise<BlameStep> {
  const { run, observation, ending, options } = asked
  const { platform, config, execution } = observation.target
  const host = run.engine.info.architecture
  if (file.hostArchitecture !== host) {
    return skip(`${file.path} is a program of ${file.hostArchitecture}, and the engine is one of ${host}`)
  }
  const emulator = await file.bytes()
  const keepsCredentials = letsSetUserId(asked)
  const change = (request: ContainerRequest): ContainerRequest =>
    underEmulator(request, {
      platform,
      config: config.config,
      emulator,
      user,
      hostArchitecture: host,
      keepsCredentials,
    })
  const proven = await prove(change, asked)
  if (typeof proven === 'string') return skip(`${file.path} could not be used: ${proven}`)
  const name = describeEmulator({ emulator: proven })
  const own = execution.kind === 'emulated' ? execution.emulator : undefined
  if (own !== undefined && describeEmulator({ emulator: own }) === name) {
    return skip(`${file.path} is ${name} like the host's own`)
  }
  const attempt = await makeAttempt({ run, change, timeoutMs: asked.timeoutMs, slots: options.slots })
  if (attempt.kind === 'not-made') return skip(`it could not be run under ${name}: ${attempt.error.message}`)
  const evidence = { emulator: { ...proven }, ending: attempt.ending.key }
  if (attempt.ending.isWell) {
    return { step: 'second-emulator', result: 'works', says: `under ${name} it does what is expected`, evidence }
  }
  const isSame = attempt.ending.key === ending.key
  const says = `under ${name} it ${attempt.ending.words}${isSame ? ' too' : ''}`
  return { step: 'second-emulator', result: isSame ? 'same' : 'differs', says, evidence }
}

/** The emulator as the known-good program names it, which has started itself a second time: so children run under it too. */
async function prove(
  change: (request: ContainerRequest) => ContainerRequest,
  { run, observation }: Case,
): Promise<Emulator | string> {
  const request = change(probeInstead(applicationRequest(run), observation.target.platform))
  const ended = await runToEnd(run.engine, request, run.signal)
  if (ended.kind === 'failed') return ended.reason
  const problem = readLauncherProblem(ended.lines, ended.exitCode)
  if (problem !== undefined) return problem
  const emulator = ended.lines.map(parseQemuVersion).find((found) => found !== undefined)
  if (ended.lines.some((line) => /^probe \S+$/.test(line)) && emulator !== undefined) return emulator
  const said = ended.lines.at(-1)
  return `a known-good program failed under it${said === undefined ? '' : `: ${said}`}`
}

function letsSetUserId({ run, observation }: Case): boolean {
  if (!run.engine.info.isLocal) return false
  const handler = matchHandler(listBinfmtHandlers() ?? [], writeProbe(observation.target.platform))
  return handler?.flags.includes('C') === true
}

function skip(says: string): BlameStep {
  return { step: 'second-emulator', result: 'not-done', says }
}
