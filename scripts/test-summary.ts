import type { RingResult } from './ring-result.ts'

export interface TestSummary {
  readonly passed: number
  readonly failed: number
  /** What is worth reading again after a long run: every failure, and every test that was skipped. */
  readonly lines: readonly string[]
}

/** Adds the rings up; where skipping is not allowed, a skipped test has failed. */
export function summarizeRings(rings: readonly RingResult[], options: { readonly allowSkips: boolean }): TestSummary {
  const failures = rings.flatMap((ring) => ring.failures.map((entry) => ({ ring: ring.name, ...entry })))
  const skipped = rings.flatMap((ring) => ring.skipped.map((entry) => ({ ring: ring.name, ...entry })))
  const skipNote = options.allowSkips ? 'not run here' : 'counted as failed'
  return {
    passed: rings.reduce((sum, ring) => sum + ring.passed, 0),
    failed: failures.length + (options.allowSkips ? 0 : skipped.length),
    lines: [
      ...(failures.length === 0 ? [] : [`FAILED (${failures.length})`, ...failures.map(render)]),
      ...(skipped.length === 0 ? [] : [`SKIPPED (${skipped.length}), ${skipNote}`, ...skipped.map(render)]),
    ],
  }
}

function render({ ring, title, reason }: { ring: string; title: string; reason: string }): string {
  return `  ${ring}: ${title}\n      ${reason}`
}

/** `12 passed, 0 failed` */
export function formatSummary({ passed, failed }: TestSummary): string {
  return `${passed} passed, ${failed} failed`
}
