import type { ProcessResult } from '../support/run-process.ts'

/** Something that does a task, to be timed beside others that do the same. */
export interface Contender {
  /** As the table names it. */
  readonly name: string
  /** Does the task once, as a process of its own; rejects when it was not done. */
  readonly run: () => Promise<ProcessResult>
}

/** Who is measured against, and what ratio is aimed at. */
export interface Peer extends Contender {
  /** Our time as a part of the peer's; absent where nothing is promised. */
  readonly goal?: number
  /** How much longer than the peer's our time may be all the same, in milliseconds. */
  readonly orAddedMs?: number
}

/** One task, and who does it: measured side by side. */
export interface Comparison {
  /** For `--only`. */
  readonly name: string
  /** What is done, as the table says it. */
  readonly task: string
  readonly ours: Contender
  readonly peers: readonly Peer[]
  /** What our median must stay below, in milliseconds. */
  readonly limitMs?: number
  /** How many rounds are measured unless the command line says so. */
  readonly rounds: number
}

/** How much memory a task takes. */
export interface Footprint {
  readonly name: string
  readonly task: string
  /** Of our command line. */
  readonly args: readonly string[]
  /** True when nothing that earlier runs kept may help. */
  readonly isCold?: boolean
  readonly limitBytes?: number
  /** Makes what the task needs and others do not. */
  readonly prepare?: () => Promise<void>
}
