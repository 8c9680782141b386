import type { Engine } from '../engine/engine.ts'
import type { Expectation } from '../plan/target.ts'
import type { HealthReport } from '../report/report.ts'
import type { Answer, Observation } from './observation.ts'

/** What is reported of an application's health: what was asked over HTTP, and what was proven. */
export function healthPart(
  { target, outcome }: Observation,
  at: string | undefined,
): { readonly health?: HealthReport } {
  if (outcome.kind === 'unproven') return {}
  const wrong = outcome.kind === 'timed-out' || outcome.kind === 'unsettled' ? wrongAnswer(outcome.answer) : undefined
  const url = wrong?.path ?? askedPath(target.expectation)
  const how = outcome.kind === 'well' ? outcome.how : undefined
  if (url === undefined && how === undefined) return {}
  const readyMs = 'readyMs' in outcome ? outcome.readyMs : undefined
  const status = outcome.kind === 'well' ? outcome.status : wrong?.status
  return {
    health: {
      ...(url === undefined ? {} : { url }),
      ...(how === undefined ? {} : { how }),
      ...(at === undefined ? {} : { at }),
      ...(status === undefined ? {} : { status }),
      ...(readyMs === undefined ? {} : { readyMs: Math.round(readyMs) }),
    },
  }
}

/** Of the first endpoint. */
function askedPath(expectation: Expectation): string | undefined {
  if (expectation.kind !== 'healthy') return undefined
  return expectation.conditions.find((condition) => condition.kind === 'http')?.path
}

function wrongAnswer(answer: Answer): (Answer & { readonly kind: 'wrong' }) | undefined {
  return answer.kind === 'wrong' ? answer : undefined
}

/** Why an application was not asked for its health. */
export function whyNotAsked(kind: 'exit' | 'stay'): string {
  return kind === 'exit'
    ? 'the application is to end, not to serve'
    : 'the image exposes no TCP port and neither --http nor --expect was given'
}

/** Where published ports are reached, when the engine is not of this host. */
export function publishedAt({ info }: Engine): string | undefined {
  if (info.isReachedHere) return undefined
  return info.endpoint.startsWith('ssh://') ? `${info.endpoint}, through a forward` : info.host
}
