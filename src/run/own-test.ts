import type { TargetInfo } from '../harness/protocol.ts'

/** One test of the user's own, of one platform. */
export interface OwnTest {
  /** The suite's file, as the user is told of it: `checks/api.test.ts`. */
  readonly file: string
  readonly test: string
  readonly status: 'passed' | 'failed' | 'skipped' | 'timed-out'
  readonly durationMs: number
  /** What the failed assertions said. */
  readonly messages: readonly string[]
  /** Where in the file, from 1: the assertion that failed, else the test. */
  readonly line?: number
  /** What its benches took. */
  readonly benches?: readonly OwnBench[]
}

/** What `bench()` of vitest measured. */
export interface OwnBench {
  readonly name: string
  /** Milliseconds, of its iterations. */
  readonly medianMs: number
}

/** What the user's own tests said of one platform. */
export interface OwnRun {
  readonly tests: readonly OwnTest[]
  /** Suites that did not come to their end, by what kept them from it. */
  readonly unfinished: ReadonlyMap<string, string>
}

export interface OwnSuites {
  /** The folder the suites' paths are told from. */
  readonly root: string
  /** Relative to the root, with slashes. */
  readonly files: readonly string[]
  /** For each test that has no timeout of its own. */
  readonly testTimeoutMs: number
  /** They are benches, which vitest runs apart from tests. */
  readonly areBenches?: true
}

/** What the thread is told. */
export interface OwnSuitesRequest extends OwnSuites {
  readonly target: TargetInfo
  readonly address: string
}

/** What it says while it works. */
export interface OwnProgress {
  /** The next news may take so long. */
  readonly allowedMs: number
  readonly file?: string
  /** The test that has begun. */
  readonly test?: string
  readonly result?: OwnTest
  /** The whole file has been run. */
  readonly isFinished?: true
}
