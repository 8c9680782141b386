import type { Output, Terminal } from '../../../src/cli/terminal.ts'

/** A terminal that keeps what is written to it. */
export interface RecordedTerminal extends Terminal {
  readonly stdout: RecordedOutput
  readonly stderr: RecordedOutput
  resize(columns: number): void
}

export interface RecordedOutput extends Output {
  text(): string
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
    return {
      isTerminal,
      size: () => size,
      write: (text) => {
        written += text
      },
      flush: () => Promise.resolve(),
      text: () => written,
    }
  }
  return {
    stdout: record(),
    stderr: record(),
    onResize: (changed) => {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
    resize: (next) => {
      size.columns = next
      for (const changed of listeners) changed()
    },
  }
}
