import type { Output, Terminal } from '../../../src/cli/terminal.ts'

/** A terminal that keeps what is written to it. */
export interface RecordedTerminal extends Terminal {
  readonly stdout: RecordedOutput
  readonly stderr: RecordedOutput
  resize(columns: number, rows?: number): void
}

export interface RecordedOutput extends Output {
  text(): string
  /** How often it was written to. */
  writes(): number
}

export interface TerminalKind {
  readonly isTerminal?: boolean
  readonly columns?: number
  readonly rows?: number
}

export function recordTerminal({ isTerminal = false, columns = 80, rows = 24 }: TerminalKind = {}): RecordedTerminal {
  const listeners = new Set<() => void>()
  const size = { columns, rows }
  const record = (): RecordedOutput => {
    let written = ''
    let count = 0
    return {
      isTerminal,
      size: () => size,
      write: (text) => {
        if (text === '') return
        written += text
        count += 1
      },
      flush: () => Promise.resolve(),
      text: () => written,
      writes: () => count,
    }
  }
  return {
    stdout: record(),
    stderr: record(),
    onResize: (changed) => {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
    resize: (next, nextRows = size.rows) => {
      size.columns = next
      size.rows = nextRows
      for (const changed of listeners) changed()
    },
  }
}
