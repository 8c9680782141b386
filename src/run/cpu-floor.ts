import { cpuFloorOf, type CpuFloor } from '../emulation/cpu-floors.ts'
import type { EmulatorFile } from '../emulation/emulator-file.ts'
import type { ContainerRequest } from '../engine/engine.ts'
import { toHarnessError } from '../errors.ts'
import { formatPlatform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import type { CheckReport } from '../report/report.ts'
import { makeAttempt, type Attempt } from './attempt.ts'
import { describeEmulator } from './classify.ts'
import { findBitingCpu, onCpu } from './floor-cpu.ts'
import { logEvidence } from './log-evidence.ts'
import type { Observation } from './observation.ts'
import { emulatorsFor, proveEmulation, readUserOf, underSecond } from './second-emulation.ts'
import type { Slots } from './slots.ts'
import type { TargetRunOptions } from './target-run.ts'

/** What came of running a platform on the oldest CPU it promises. */
export interface FloorCheck {
  readonly check: CheckReport
  readonly finding?: Finding
}

export interface FloorOptions {
  readonly emulators: readonly EmulatorFile[]
  readonly slots: Slots
}

type Change = (request: ContainerRequest) => ContainerRequest

/** An emulator to be the old CPU, and how a container comes under it. */
interface Place {
  readonly name: string
  readonly run: TargetRunOptions
  readonly change: Change
}

const name = 'cpu-floor'

/** Runs an application that is well once more, on the oldest CPU its platform promises. */
export async function checkFloor(
  observation: Observation,
  run: TargetRunOptions,
  options: FloorOptions,
): Promise<FloorCheck> {
  const skip = (reason: string): FloorCheck => ({ check: { name, status: 'skipped', reason } })
  const { target, outcome } = observation
  const platform = formatPlatform(target.platform)
  if (outcome.kind !== 'well') return skip('it is not well on a newer CPU either')
  const floor = cpuFloorOf(target.platform)
  if (floor === undefined) return skip(`no CPU of QEMU is known as the oldest of ${platform}`)
  const startedAtMs = performance.now()
  try {
    const reasons: string[] = []
    for await (const place of findPlaces(run, options.emulators, reasons)) {
      const found = await findBitingCpu(floor, place.run, place.change)
      if (typeof found === 'string') {
        reasons.push(`${place.name}: ${found}`)
        continue
      }
      const change: Change = (request) => place.change(onCpu(found.cpu)(request))
      const { timeoutMs } = observation.deadline
      const attempt = await makeAttempt({ run: place.run, change, timeoutMs, slots: options.slots })
      const durationMs = Math.round(performance.now() - startedAtMs)
      return judge(attempt, { floor, cpu: found.cpu, emulator: place.name, platform, durationMs })
    }
    return skip(reasons.join('; ') || 'it runs natively, and no emulator was named with --emulator to be an older CPU')
  } catch (thrown) {
    return { check: { name, status: 'unverified', reason: toHarnessError(thrown).message } }
  }
}

/** The emulator it runs under, then those the user named. */
async function* findPlaces(
  run: TargetRunOptions,
  emulators: readonly EmulatorFile[],
  reasons: string[],
): AsyncGenerator<Place> {
  const { execution, platform } = run.target
  if (execution.kind === 'emulated' && execution.emulator.name.startsWith('qemu-')) {
    yield { name: describeEmulator(execution), run, change: (request) => request }
  }
  const fitting = emulatorsFor(platform.architecture, emulators)
  if (fitting.length === 0) return
  const user = await readUserOf(run)
  for (const file of fitting) {
    const second = await proveEmulation(file, user, run)
    if (typeof second === 'string') reasons.push(`${file.path}: ${second}`)
    else yield { name: describeEmulator(second), run: underSecond(run, second), change: second.change }
  }
}

interface Floor {
  readonly floor: CpuFloor
  readonly cpu: string
  readonly emulator: string
  readonly platform: string
  readonly durationMs: number
}

function judge(attempt: Attempt, { floor, cpu, emulator, platform, durationMs }: Floor): FloorCheck {
  const where = `the CPU ${cpu} of ${emulator}`
  if (attempt.kind === 'not-made') {
    const reason = `it could not be run on ${where}: ${attempt.error.message}`
    return { check: { name, status: 'unverified', reason, durationMs } }
  }
  const { ending, observation } = attempt
  const bite = `which lacks ${floor.lacks}: a program that needs it died on it`
  if (ending.isWell) return { check: { name, status: 'passed', reason: `well on ${where}, ${bite}`, durationMs } }
  const isCpu = ending.signal === illegalInstruction || observation.log.some((line) => missesCpu.test(line))
  const finding = createFinding(
    'run/cpu-floor',
    `on ${where}, the oldest that ${platform} promises, it ${ending.words}`,
    {
      severity: isCpu ? 'error' : 'inconclusive',
      evidence: { cpu, emulator, ending: ending.key, lacks: floor.lacks, ...logEvidence(observation) },
      hint: isCpu
        ? `build it for an older CPU, or label it as what it needs: ${platform} has users without ${floor.lacks}`
        : 'this may be the emulator or the application: run it on an old machine of this platform to know',
    },
  )
  return { check: { name, status: isCpu ? 'failed' : 'inconclusive', durationMs }, finding }
}

const illegalInstruction = 4
/** What loaders and programs say of a CPU that is too old for them. */
const missesCpu =
  /CPU does not support|requires a CPU|unsupported CPU|CPU (?:is )?(?:not supported|too old)|Illegal instruction/i
