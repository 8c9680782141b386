import type { SourceLine } from './dockerfile-instructions.ts'

/** What a line of a Dockerfile can do to an image: which findings it explains depends on it. */
export type CauseKind = 'platform' | 'cross' | 'download' | 'argument' | 'copy' | 'cache' | 'digest'

/** A line that usually leads to files of the wrong platform. */
export interface DockerfileCause {
  readonly kind: CauseKind
  /** From 1 up. */
  readonly line: number
  /** The line as it is written. */
  readonly text: string
  readonly why: string
}

/** A cause at a line. */
export function causeAt(kind: CauseKind, line: SourceLine | undefined, why: string): readonly DockerfileCause[] {
  return line === undefined ? [] : [{ kind, line: line.number, text: line.text.trim(), why }]
}
