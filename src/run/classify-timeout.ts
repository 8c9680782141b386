import { createFinding } from '../report/finding.ts'
import { joinWords } from '../report/join-words.ts'
import type { Classified } from './checks.ts'
import { earlyExitSeverity } from './exit-severity.ts'
import { logEvidence } from './log-evidence.ts'
import { askedReason } from '../plan/timeout.ts'
import type { Answer, Observation, Outcome } from './observation.ts'
import { describeMissedPorts, findMissedPorts, formatListening } from './missed-ports.ts'
import { describeLoad, type Stall } from './stall.ts'

const unexpectedHint = 'name the port and path that answer when it is healthy: --http 5000/health'

type TimedOut = Outcome & { readonly kind: 'timed-out' }

/** Why an application that is alive did not do what was expected of it in time. */
export function classifyTimeout(observation: Observation, outcome: TimedOut, natively: boolean): Classified {
  const { target, deadline } = observation
  const isNative = target.execution.kind === 'native'
  const severity = isNative || natively ? 'error' : 'inconclusive'
  const { afterMs } = outcome
  const waited = `${Math.round(afterMs / 1000)} s`
  const evidence = {
    timeoutMs: deadline.timeoutMs,
    timeoutReason: deadline.reason,
    waitedMs: Math.round(afterMs),
    silentMs: Math.round(outcome.silentMs),
    ...stallEvidence(outcome.stall),
    listening: formatListening(outcome.listening),
    ...logEvidence(observation),
  }
  if (outcome.answer.kind === 'wrong') {
    const { problem, isSlow = false, hint = unexpectedHint } = outcome.answer
    const message = `it ${problem}, for ${waited}`
    return {
      check: 'health',
      finding: createFinding('run/health-unexpected', message, {
        // Time is what emulation takes.
        severity: isSlow ? severity : earlyExitSeverity(observation),
        evidence,
        hint,
      }),
    }
  }
  const missed = findMissedPorts(target.expectation, outcome.listening)
  const { wanted: groups, missing } = missed
  if (missing.length > 0 && outcome.listening.length > 0) {
    const isInside = outcome.listening.some(({ port, loopbackOnly }) => loopbackOnly && missing.flat().includes(port))
    const finding = createFinding('run/port-not-listening', describeMissedPorts(missed, outcome.listening), {
      // Where it listens on another of its ports, this one may only be late.
      ...(missing.length < groups.length ? { severity } : {}),
      evidence,
      hint: isInside
        ? "make it listen on 0.0.0.0: the container's loopback cannot be reached from outside"
        : 'name the port it listens on with --http, or change what EXPOSE says',
    })
    return { check: 'health', finding }
  }
  const advice = isNative
    ? 'give it longer with --timeout, or read its log'
    : 'give it longer with --timeout: emulation is slow; or run it on hardware of this platform'
  const hint = deadline.reason === askedReason ? advice : `its time was ${deadline.reason}; ${advice}`
  const hasProgress = outcome.newslessMs < afterMs / 2 && observation.log.length > 0
  const isListening = groups.length > missing.length
  const isAsked = target.expectation.kind === 'healthy'
  if (isListening || hasProgress || (isAsked && groups.length === 0)) {
    const why = outcome.answer.kind === 'none' ? `: ${outcome.answer.reason}` : ''
    const state = isListening ? 'it listens and was not healthy' : 'it was not healthy'
    const isStarting = !isListening && (groups.length > 0 || !isAsked)
    const message = isStarting ? `it was still busy after ${waited}` : `${state} within ${waited}${why}`
    const finding = createFinding('run/health-timeout', message, { severity, evidence, hint })
    return { check: isAsked ? 'health' : 'start', finding }
  }
  const isRepeating = outcome.silentMs < afterMs / 2 && observation.log.length > 0
  // What waits for its output to be read uses no processor.
  const states = isRepeating
    ? ['alive', 'repeating itself in its log']
    : ['alive', ...describeLoad(outcome.stall), 'silent']
  const message =
    groups.length > 0
      ? `it is ${states.join(', ')} and listens nowhere after ${waited}`
      : `it had not ended after ${waited}: it is ${joinWords(states)}`
  const check = groups.length > 0 ? 'health' : 'start'
  return { check, finding: createFinding('run/hang', message, { severity, evidence, hint }) }
}

function stallEvidence({ cores, waitingCores, memoryBytes }: Stall): { readonly [key: string]: number } {
  return {
    ...(cores === undefined ? {} : { cores: Math.round(cores * 100) / 100 }),
    ...(waitingCores === undefined ? {} : { waitingCores: Math.round(waitingCores * 100) / 100 }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  }
}

/** What became of an application that had answered, said after "it". */
export function describeLost(answer: Answer): string {
  if (answer.kind === 'wrong') return answer.problem
  return answer.kind === 'none' ? `no longer did: ${answer.reason}` : 'answered again'
}
