import { createFinding } from '../report/finding.ts'
import type { Severity } from '../report/severity.ts'
import { formatPlatform } from '../oci/platform.ts'
import { readRuntimeRefusal } from './emulator-log.ts'
import { limitOfExit, ranIntoLimit, type ContainerLimits } from './classify-limit.ts'
import { earlyExitSeverity } from './exit-severity.ts'
import { logEvidence } from './log-evidence.ts'
import { classifyUnproven } from './loopback-registry.ts'
import type { Observation, Outcome } from './observation.ts'
import { missesSetUserId } from './set-user-id.ts'
import { isFatalSignal, signalName, signalOfExitCode } from './signals.ts'
import { classifyTimeout, describeLost } from './classify-timeout.ts'
import type { Classified } from './checks.ts'

export interface ClassifyContext extends ContainerLimits {
  /** What was seen of every target of the run, this one among them. */
  readonly all: readonly Observation[]
  /** True when the user said how the image is to be run or what it should do. */
  readonly wasConfigured: boolean
}

/** What one target's observation says: at most one finding for its death, the most specific, and those of its identity. */
export function classify(observation: Observation, context: ClassifyContext): readonly Classified[] {
  return [...classifyIdentity(observation), ...classifyOutcome(observation, context)]
}

function classifyIdentity({ target, uname, proof }: Observation): readonly Classified[] {
  const found: Classified[] = []
  const name = formatPlatform(target.platform)
  if (uname.kind === 'read' && !uname.accepted.includes(uname.info.machine)) {
    const { machine, source } = uname.info
    const finding = createFinding('run/uname-mismatch', `uname -m says ${machine}, which is not ${name}`, {
      evidence: { machine, accepted: [...uname.accepted], source },
      hint: 'the image of this platform holds programs of another architecture: look at what its base image and copied files are',
    })
    found.push({ check: 'architecture', finding })
  }
  const native = target.execution.kind === 'emulated' ? nativeProcess(proof) : undefined
  if (native !== undefined) {
    const message = `${name} is foreign to this host, yet a program of it ran natively: ${native}`
    const finding = createFinding('run/not-emulated', message, {
      evidence: { process: native },
      hint: "the program is of the host's architecture; on the platform's own hardware it cannot start",
    })
    found.push({ check: 'architecture', finding })
  }
  return found
}

/** What ran without the emulator in front of it, if anything did. */
function nativeProcess(proof: Observation['proof']): string | undefined {
  if (proof.kind === 'native') return proof.sentence
  return proof.kind === 'emulated' ? proof.native[0] : undefined
}

function classifyOutcome(observation: Observation, context: ClassifyContext): readonly Classified[] {
  const { outcome } = observation
  switch (outcome.kind) {
    case 'well':
      return []
    case 'unproven':
      return classifyUnproven(outcome.error)
    case 'refused':
      return [entrypointFailed(outcome.message)]
    case 'crashed':
      return [crash(observation, context, outcome.signal, outcome.afterMs)]
    case 'exited':
      return [classifyExit(observation, outcome, context)]
    case 'unsettled': {
      const { answer } = outcome
      const said = describeLost(answer)
      const finding = createFinding('run/health-unexpected', `it answered once and then ${said}`, {
        severity: earlyExitSeverity(observation),
        evidence: { readyMs: outcome.readyMs, ...logEvidence(observation) },
      })
      return [{ check: 'health', finding }]
    }
    case 'unfulfilled': {
      const message = `it ended with exit code ${outcome.exitCode}, and ${outcome.problem}`
      const finding = createFinding('run/health-unexpected', message, {
        severity: earlyExitSeverity(observation),
        evidence: { exitCode: outcome.exitCode, ...logEvidence(observation) },
        hint: 'read its log, or change what --expect log:TEXT looks for',
      })
      return [{ check: 'start', finding }]
    }
    case 'short-of-processes':
      return [ranIntoLimit(observation, context, 'processes')]
    case 'timed-out':
      if (outcome.stall.shortOf !== undefined) return [ranIntoLimit(observation, context, outcome.stall.shortOf)]
      return [classifyTimeout(observation, outcome, isSeenNatively(observation, context, 'timed-out'))]
  }
}

type Exited = Outcome & { readonly kind: 'exited' }

function classifyExit(observation: Observation, outcome: Exited, context: ClassifyContext): Classified {
  const refusal = observation.log.length <= 2 ? observation.log.map(readRuntimeRefusal).find(Boolean) : undefined
  if (refusal !== undefined) return entrypointFailed(refusal)
  const limit = limitOfExit(observation)
  if (limit !== undefined) return ranIntoLimit(observation, context, limit)
  const signal = signalOfExitCode(outcome.exitCode)
  if (signal !== undefined && isFatalSignal(signal)) return crash(observation, context, signal, outcome.afterMs)
  const { withoutSetUserId } = observation
  if (withoutSetUserId !== undefined && missesSetUserId(observation.log)) {
    const finding = createFinding('execution/setuid-unavailable', withoutSetUserId, {
      evidence: { exitCode: outcome.exitCode, ...logEvidence(observation) },
      hint: 'register the emulator with the flags OCF, or verify this platform on its own hardware',
    })
    return { check: 'start', finding }
  }
  const code = outcome.exitCode
  const when = outcome.readyMs === undefined ? '' : ' after it had answered'
  if (wantsConfiguration(observation, context)) {
    const finding = createFinding(
      'run/needs-configuration',
      `it ends with exit code ${code} on every platform, natively too: it wants arguments or settings`,
      {
        evidence: { exitCode: code, ...logEvidence(observation) },
        hint: `say how it is run, with --env, --command, --http or --expect${quoteLastLine(observation)}`,
      },
    )
    return { check: 'start', finding }
  }
  const finding = createFinding('run/exited-early', `it ended by itself with exit code ${code}${when}`, {
    severity: earlyExitSeverity(observation),
    evidence: { exitCode: code, afterMs: Math.round(outcome.afterMs), ...logEvidence(observation) },
    hint: 'if it wants settings or arguments, give them with --env, --command, --http or --expect; else read its log',
  })
  return { check: 'start', finding }
}

function quoteLastLine({ log }: Observation): string {
  const line = log.findLast((it) => it.trim() !== '')
  return line === undefined ? '' : `; its last line was: ${line}`
}

function entrypointFailed(message: string): Classified {
  const finding = createFinding('run/entrypoint-failed', `the entrypoint could not be executed: ${message}`, {
    evidence: { message },
    hint: 'look at the file that ENTRYPOINT and CMD name: its architecture, its "#!" line, its interpreter and its mode',
  })
  return { check: 'start', finding }
}

function crash(observation: Observation, context: ClassifyContext, signal: number, afterMs: number): Classified {
  const name = signalName(signal)
  const { execution } = observation.target
  const natively = execution.kind === 'native' || isSeenNatively(observation, context, 'crashed')
  const severity: Severity = natively ? 'error' : 'inconclusive'
  const under = execution.kind === 'emulated' ? ` under ${describeEmulator(execution)}` : ''
  const also = execution.kind === 'emulated' && natively ? '; it dies natively on another platform too' : ''
  const finding = createFinding('run/crash', `it was ended by ${name}${under}${also}`, {
    severity,
    evidence: { signal: name, afterMs: Math.round(afterMs), ...logEvidence(observation) },
    hint: natively
      ? 'the application itself crashes: run it under a debugger on this platform'
      : 'this may be the emulator or the application: run it on hardware of this platform to know',
  })
  return { check: 'start', finding }
}

/** Nothing was said about how to run it, and it ends the same way everywhere, natively too. */
function wantsConfiguration({ outcome }: Observation, { all, wasConfigured }: ClassifyContext): boolean {
  if (wasConfigured || outcome.kind !== 'exited' || outcome.readyMs !== undefined) return false
  const isSame = (other: Observation): boolean =>
    other.outcome.kind === 'exited' &&
    other.outcome.exitCode === outcome.exitCode &&
    other.outcome.shortOf === undefined
  const seen = all.filter((other) => other.outcome.kind !== 'unproven')
  return seen.every(isSame) && seen.some(({ target }) => target.execution.kind === 'native')
}

/** True when a native platform of the same index died of the same kind. */
function isSeenNatively(observation: Observation, { all }: ClassifyContext, kind: 'crashed' | 'timed-out'): boolean {
  return all.some((other) => {
    if (other === observation || other.target.execution.kind !== 'native') return false
    if (kind === 'timed-out') return other.outcome.kind === 'timed-out'
    if (other.outcome.kind === 'crashed') return true
    const signal = other.outcome.kind === 'exited' ? signalOfExitCode(other.outcome.exitCode) : undefined
    return signal !== undefined && isFatalSignal(signal)
  })
}

export function describeEmulator({ emulator }: { readonly emulator: { name: string; version?: string } }): string {
  return emulator.version === undefined ? emulator.name : `${emulator.name} ${emulator.version}`
}
