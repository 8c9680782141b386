import type { EmulatorFile } from '../emulation/emulator-file.ts'
import type { ImageUser } from '../emulation/image-user.ts'
import { toHarnessError } from '../errors.ts'
import type { BlameStep } from '../report/blame.ts'
import { makeAttempt } from './attempt.ts'
import type { Case } from './blame-case.ts'
import { describeEmulator } from './classify.ts'
import { emulatorsFor, proveEmulation, readUserOf, underSecond } from './second-emulation.ts'

/** Runs it under other emulators: what fails under one only is that one's fault. */
export async function trySecondEmulators(asked: Case): Promise<readonly BlameStep[]> {
  const { run, observation, options } = asked
  const { architecture } = observation.target.platform
  const fitting = emulatorsFor(architecture, options.emulators)
  if (fitting.length === 0) {
    const hint = options.emulators.length === 0 ? ': name one with --emulator' : ` for ${architecture}`
    return [skip(`there is no second emulator${hint}`)]
  }
  try {
    const user = await readUserOf(run)
    return await Promise.all(fitting.map((file) => tryOne(file, user, asked)))
  } catch (thrown) {
    return [skip(`a second emulator could not be tried: ${toHarnessError(thrown).message}`)]
  }
}

async function tryOne(file: EmulatorFile, user: ImageUser | undefined, asked: Case): Promise<BlameStep> {
  const { run, observation, ending, options } = asked
  const { execution } = observation.target
  const second = await proveEmulation(file, user, run)
  if (typeof second === 'string') return skip(`${file.path} could not be used: ${second}`)
  const { emulator, change } = second
  const name = describeEmulator({ emulator })
  if (execution.kind === 'emulated' && describeEmulator(execution) === name) {
    return skip(`${file.path} is ${name} like the host's own`)
  }
  const attempt = await makeAttempt({
    run: underSecond(run, second),
    change,
    timeoutMs: asked.timeoutMs,
    slots: options.slots,
  })
  if (attempt.kind === 'not-made') return skip(`it could not be run under ${name}: ${attempt.error.message}`)
  const evidence = { emulator: { ...emulator }, ending: attempt.ending.key }
  if (attempt.ending.isWell) {
    return { step: 'second-emulator', result: 'works', says: `under ${name} it does what is expected`, evidence }
  }
  const isSame = attempt.ending.key === ending.key
  const says = `under ${name} it ${attempt.ending.words}${isSame ? ' too' : ''}`
  return { step: 'second-emulator', result: isSame ? 'same' : 'differs', says, evidence }
}

function skip(says: string): BlameStep {
  return { step: 'second-emulator', result: 'not-done', says }
}
