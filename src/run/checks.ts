import type { Finding } from '../report/finding.ts'

/** The built-in checks, each a suite of its own. */
export const checkNames = ['architecture', 'start', 'health'] as const
export type CheckName = (typeof checkNames)[number]

/** A finding with the check it decides. */
export interface Classified {
  readonly check: CheckName
  readonly finding: Finding
}
