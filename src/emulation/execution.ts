import { asObject, asString, failContent } from '../oci/json.ts'
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

const unavailableCodes: readonly UnavailableCode[] = [
  'execution/no-handler',
  'execution/handler-not-fixed',
  'execution/platform-unsupported',
  'execution/control-failed',
]

/**
 * Reads one that was written as JSON.
 * @throws HarnessError `content-invalid`
 */
export function parseExecution(value: unknown, where = 'execution'): Execution {
  const execution = asObject(value, where)
  const kind = execution.string('kind')
  switch (kind) {
    case 'native':
      return { kind, proof: execution.string('proof') }
    case 'emulated': {
      const emulator = execution.object('emulator')
      const version = emulator.optional('version', asString)
      const named = { name: emulator.string('name'), ...(version === undefined ? {} : { version }) }
      return { kind, emulator: named, proof: execution.string('proof') }
    }
    case 'unavailable': {
      const text = execution.string('code')
      const code = unavailableCodes.find((known) => known === text)
      if (code === undefined) return failContent(`${where}.code`, 'is no reason that is known')
      return { kind, code, reason: execution.string('reason'), hint: execution.string('hint') }
    }
    default:
      return failContent(`${where}.kind`, 'must be native, emulated or unavailable')
  }
}
