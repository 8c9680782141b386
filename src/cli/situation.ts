import type { Environment } from '../config/environment.ts'
import type { VerbName } from '../config/verb-name.ts'
import type { Interrupt } from './interrupt.ts'
import type { RunVerb } from './run-verb.ts'
import type { Terminal } from './terminal.ts'

/** All that a command line is run with: its words, and the world around it. */
export interface CommandLineSituation {
  /** Without the program's own name. */
  readonly argv: readonly string[]
  readonly cwd: string
  readonly environment: Environment
  readonly terminal: Terminal
  /** Monotonic, in milliseconds. */
  readonly now: () => number
  /** Begins to listen for Ctrl-C; calls back when it was pressed. */
  readonly listenForInterrupt: (onInterrupt: () => void) => Interrupt
  /** What runs each command. @default the commands themselves */
  readonly verbs?: Readonly<Record<VerbName, RunVerb>>
}
