import { cpuVariable, otherCpuOf, refusesCpu } from '../emulation/other-cpus.ts'
import type { ContainerRequest } from '../engine/engine.ts'
import type { BlameStep } from '../report/blame.ts'
import { makeAttempt } from './attempt.ts'
import type { Case } from './blame-case.ts'
import { describeEmulator } from './classify.ts'

/** Has the emulator be another CPU: the default one where it was told to be a certain one. */
export async function tryOtherCpu({ observation, ending, run, options, timeoutMs }: Case): Promise<BlameStep> {
  const { execution, platform } = observation.target
  const skip = (says: string): BlameStep => ({ step: 'cpu', result: 'not-done', says })
  if (execution.kind !== 'emulated' || !execution.emulator.name.startsWith('qemu-')) {
    return skip('its emulator cannot be another CPU')
  }
  if (observation.outcome.kind === 'timed-out') return skip('another CPU was not tried: that would take as long again')
  const told = run.settings.application.env?.[cpuVariable]
  const cpu = told === undefined ? otherCpuOf(platform.architecture) : 'the default'
  if (cpu === undefined) return skip('no other CPU of its emulator is known')
  const change = told === undefined ? withCpu(cpu) : withoutCpu
  const attempt = await makeAttempt({ run, change, timeoutMs, slots: options.slots })
  if (attempt.kind === 'not-made') return skip(`another CPU could not be tried: ${attempt.error.message}`)
  if (refusesCpu(attempt.observation.log)) return skip(`${describeEmulator(execution)} cannot be the CPU ${cpu}`)
  const evidence = { cpu, ending: attempt.ending.key, ...(told === undefined ? {} : { instead: told }) }
  const where = told === undefined ? `on the CPU ${cpu}` : `on the emulator's default CPU, not ${told},`
  if (attempt.ending.isWell)
    return { step: 'cpu', result: 'works', says: `${where} it does what is expected`, evidence }
  const isSame = attempt.ending.key === ending.key
  const says = `${where} it ${attempt.ending.words}${isSame ? ' too' : ''}`
  return { step: 'cpu', result: isSame ? 'same' : 'differs', says, evidence }
}

function withCpu(cpu: string): (request: ContainerRequest) => ContainerRequest {
  return (request) => ({ ...request, env: { ...request.env, [cpuVariable]: cpu } })
}

function withoutCpu(request: ContainerRequest): ContainerRequest {
  const env = Object.entries(request.env ?? {}).filter(([name]) => name !== cpuVariable)
  return { ...request, env: Object.fromEntries(env) }
}
