import type { ProcessProof } from '../emulation/proof.ts'
import type { HarnessError } from '../errors.ts'
import type { UnameInfo } from '../harness/protocol.ts'
import type { KeptContainer } from '../report/report.ts'
import type { Target } from '../plan/target.ts'
import type { Deadline } from '../plan/timeout.ts'
import type { ExchangeFailure } from './exchange-failure.ts'
import type { EmulatorLine } from './emulator-log.ts'
import type { ListeningSocket } from './sockets.ts'
import type { Stall } from './stall.ts'

/** How the application's time ended. Times are milliseconds from the start of its container. */
export type Outcome =
  /** The kernel would not execute the entrypoint. */
  | { readonly kind: 'refused'; readonly message: string }
  /** As expected; still alive after the settling time, or ended as asked. */
  | {
      readonly kind: 'well'
      /** What was proven: `200 on /`, `stayed up 1 s`. */
      readonly how: string
      readonly readyMs?: number
      /** Of the first endpoint that was asked over HTTP. */
      readonly status?: number
    }
  /** It ended as asked, and did not do all that was asked of it before: said after "it". */
  | { readonly kind: 'unfulfilled'; readonly exitCode: number; readonly problem: string }
  | {
      readonly kind: 'exited'
      readonly exitCode: number
      /** The limit it ran into before. */
      readonly shortOf?: 'memory' | 'processes'
      readonly afterMs: number
      /** Set when it had answered as expected before. */
      readonly readyMs?: number
    }
  /** Dead by the emulator's word, although its container ran on. */
  | { readonly kind: 'crashed'; readonly signal: number; readonly afterMs: number; readonly readyMs?: number }
  /** It ran into its limit of processes again and again. */
  | { readonly kind: 'short-of-processes'; readonly afterMs: number; readonly readyMs?: number }
  /** It answered once and then no more, or differently. */
  | { readonly kind: 'unsettled'; readonly readyMs: number; readonly answer: Answer }
  | {
      readonly kind: 'timed-out'
      readonly answer: Answer
      readonly listening: readonly ListeningSocket[]
      /** Since it last wrote anything. */
      readonly silentMs: number
      /** Since it last wrote what it had not written before. */
      readonly newslessMs: number
      readonly afterMs: number
      readonly stall: Stall
    }
  /** The engine, the registry or this host failed: nothing is known of the application. */
  | { readonly kind: 'unproven'; readonly error: HarnessError }

/** The last thing heard when asking the application. */
export type Answer =
  /** What that proves: `200 on /`, `listening on 5000`. */
  { readonly kind: 'good'; readonly proof: string; readonly status?: number } | ExchangeFailure

/** Everything seen of one target: what the findings are made from. */
export interface Observation {
  readonly target: Target
  /** As it was in the end. */
  readonly deadline: Deadline
  readonly outcome: Outcome
  /** What it wrote, as far as it was kept. */
  readonly log: readonly string[]
  readonly emulatorLines: readonly EmulatorLine[]
  readonly uname:
    | { readonly kind: 'read'; readonly info: UnameInfo; readonly accepted: readonly string[] }
    | { readonly kind: 'unread'; readonly reason: string }
  /** Set when its container was left. */
  readonly kept?: KeptContainer
  /** What the engine said of its container at the end, where that was asked for. */
  readonly inspection?: unknown
  /** What kept its container from being removed. */
  readonly removal?: readonly HarnessError[]
  /** Why set-user-ID does not work where it ran, if it does not. */
  readonly withoutSetUserId?: string | undefined
  /** How the application's processes ran, from the engine's process list. */
  readonly proof: ProcessProof
}
