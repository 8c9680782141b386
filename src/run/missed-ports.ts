import { wantedPorts } from '../plan/condition.ts'
import type { Expectation } from '../plan/target.ts'
import type { ListeningSocket } from './sockets.ts'

/** What an application is to listen on, and does not. */
export interface MissedPorts {
  /** Ports of which one is enough, for each place it is asked at. */
  readonly wanted: readonly (readonly number[])[]
  /** Those of which none is listened on, for whoever asks from outside. */
  readonly missing: readonly (readonly number[])[]
}

export function findMissedPorts(expectation: Expectation, listening: readonly ListeningSocket[]): MissedPorts {
  const wanted = expectation.kind === 'healthy' ? wantedPorts(expectation.conditions) : []
  const outside = listening.filter(({ loopbackOnly }) => !loopbackOnly).map(({ port }) => port)
  return { wanted, missing: wanted.filter((ports) => !ports.some((port) => outside.includes(port))) }
}

/** `it listens on 127.0.0.1:5000, not on 8080 or 8081` */
export function describeMissedPorts({ missing }: MissedPorts, listening: readonly ListeningSocket[]): string {
  const words = missing.map((ports) => ports.join(' or '))
  return `it listens on ${formatListening(listening).join(', ')}, not on ${words.join(' and ')}`
}

export function formatListening(listening: readonly ListeningSocket[]): readonly string[] {
  return listening.map(({ port, loopbackOnly }) => (loopbackOnly ? `127.0.0.1:${port}` : `${port}`))
}
