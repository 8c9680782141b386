import type { Emulator } from '../report/report.ts'

/** Whether an engine can run a platform's programs, and how that is known. */
export type Execution =
  | { readonly kind: 'native'; readonly proof: string }
  | { readonly kind: 'emulated'; readonly emulator: Emulator; readonly proof: string }
  | UnavailableExecution

/** A platform whose programs the engine cannot run. */
export interface UnavailableExecution {
  readonly kind: 'unavailable'
  readonly reason: string
  readonly code: UnavailableCode
  readonly hint: string
}

/** The finding an unavailable platform gets. */
export type UnavailableCode =
  'execution/no-handler' | 'execution/handler-not-fixed' | 'execution/platform-unsupported' | 'execution/control-failed'
