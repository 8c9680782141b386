import { findingCodes, type FindingCode } from './finding-codes.ts'
import type { Severity } from './severity.ts'

/** Any JSON value. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json }

/** A fact about the image, the emulator or the host. Data, never thrown. */
export interface Finding {
  /** Its stable name: `run/crash`. */
  readonly code: FindingCode
  /** What it means for the verdict. */
  readonly severity: Severity
  /** One sentence, without control characters. */
  readonly message: string
  /** The facts it rests on. */
  readonly evidence: { readonly [key: string]: Json }
  /** One thing the user can do next. */
  readonly hint?: string
}

/** Makes a finding with its code's usual severity, unless another is given. */
export function createFinding(
  code: FindingCode,
  message: string,
  options: { severity?: Severity; evidence?: { readonly [key: string]: Json }; hint?: string } = {},
): Finding {
  return {
    code,
    severity: options.severity ?? findingCodes[code].severity,
    message,
    evidence: options.evidence ?? {},
    ...(options.hint === undefined ? {} : { hint: options.hint }),
  }
}
