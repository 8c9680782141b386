import type { AnswerWants } from '../config/answer-wants.ts'
import { formatTextPattern, type TextPattern } from '../config/text-pattern.ts'

/** Something that must hold of a running application before it counts as healthy. */
export type Condition =
  | HttpCondition
  /** It must listen on one of these, `5000/tcp`. */
  | { readonly kind: 'listen'; readonly ports: readonly string[] }
  /** It must take a connection. */
  | { readonly kind: 'tcp'; readonly port: string }
  | { readonly kind: 'log'; readonly pattern: TextPattern }
  /** The image's own HEALTHCHECK, as the command it is. */
  | { readonly kind: 'healthcheck'; readonly command: readonly string[] }
  | { readonly kind: 'command'; readonly command: readonly string[] }

export interface HttpCondition {
  readonly kind: 'http'
  readonly scheme: 'http' | 'https'
  /** `5000/tcp`. */
  readonly port: string
  readonly path: string
  readonly host?: string
  readonly trust?: CertificateTrust
  readonly wants: AnswerWants
}

/** Whose certificates are believed; without one, the system's authorities. */
export type CertificateTrust =
  | { readonly kind: 'any' }
  /** Certificates of authorities, PEM. */
  | { readonly kind: 'authority'; readonly pem: string }

/** The ports that must be reached from outside the container. */
export function publishedPorts(conditions: readonly Condition[]): readonly string[] {
  return [
    ...new Set(
      conditions.flatMap((condition) =>
        condition.kind === 'http' || condition.kind === 'tcp' ? [condition.port] : [],
      ),
    ),
  ]
}

/** The ports it must listen on, of each group on one of them. */
export function wantedPorts(conditions: readonly Condition[]): readonly (readonly number[])[] {
  const groups = conditions.map((condition) =>
    condition.kind === 'listen' ? condition.ports.map(portNumber) : publishedPorts([condition]).map(portNumber),
  )
  return groups.filter((ports) => ports.length > 0)
}

/** The number of `5000/tcp`. */
export function portNumber(port: string): number {
  return Number.parseInt(port, 10)
}

/** What is waited for, in a few words: `GET /health on port 5000`. */
export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'http':
      return `GET ${condition.path} on port ${portNumber(condition.port)}${condition.scheme === 'https' ? ' over TLS' : ''}`
    case 'listen':
      return `listening on ${condition.ports.map(portNumber).join(' or ')}`
    case 'tcp':
      return `a connection on port ${portNumber(condition.port)}`
    case 'log':
      return `${formatTextPattern(condition.pattern)} in its log`
    case 'healthcheck':
      return 'its HEALTHCHECK'
    case 'command':
      return condition.command.join(' ')
  }
}
