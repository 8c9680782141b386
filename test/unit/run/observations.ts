import { noWants } from '../../../src/config/answer-wants.ts'
import type { Execution } from '../../../src/emulation/execution.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import type { Expectation, Target } from '../../../src/plan/target.ts'
import type { EmulatorLine } from '../../../src/run/emulator-log.ts'
import type { Observation, Outcome } from '../../../src/run/observation.ts'

export const native: Execution = { kind: 'native', proof: 'the control program ran' }
export const emulated: Execution = {
  kind: 'emulated',
  emulator: { name: 'qemu-aarch64', version: '7.2.22' },
  proof: 'the control program said so',
}

/** It must answer on port 5000. */
export const serving: Expectation = {
  kind: 'healthy',
  conditions: [{ kind: 'http', scheme: 'http', port: '5000/tcp', path: '/', wants: noWants }],
}

export interface Seen {
  readonly platform?: string
  readonly execution?: Execution
  readonly expectation?: Expectation
  readonly outcome: Outcome
  readonly log?: readonly string[]
  readonly emulatorLines?: readonly EmulatorLine[]
  readonly machine?: string
  readonly proof?: Observation['proof']
  readonly withoutSetUserId?: string
  readonly deadline?: Observation['deadline']
}

const digest = `sha256:${'a'.repeat(64)}` as const

/** An observation of a target, well in everything that is not named. */
export function observation(seen: Seen): Observation {
  const execution = seen.execution ?? native
  const name = seen.platform ?? (execution === native ? 'linux/amd64' : 'linux/arm64')
  const platform = parsePlatform(name)
  const unread = (): never => {
    throw new Error('nothing of the image is read when classifying')
  }
  const target: Target = {
    name,
    platform,
    image: {
      position: 'manifests[0]',
      nested: false,
      descriptor: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, sizeBytes: 1 },
      readManifest: unread,
      readConfig: unread,
      readPlatform: unread,
    },
    config: { diffIds: [], config: { env: [], exposedPorts: [], labels: {}, volumes: [] } },
    execution,
    expectation: seen.expectation ?? serving,
  }
  const accepted = execution.kind === 'native' ? ['x86_64'] : ['aarch64']
  return {
    target,
    deadline: seen.deadline ?? { timeoutMs: 30_000, limitMs: 30_000, reason: 'as asked for' },
    outcome: seen.outcome,
    log: seen.log ?? [],
    emulatorLines: seen.emulatorLines ?? [],
    uname: { kind: 'read', info: { machine: seen.machine ?? accepted[0] ?? '', source: 'image' }, accepted },
    withoutSetUserId: seen.withoutSetUserId,
    proof: seen.proof ?? { kind: 'unknown', reason: 'nobody looked' },
  }
}
