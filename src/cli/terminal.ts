/** Where text is written: standard output and standard error of this process. The only place that writes to them. */
export interface Terminal {
  readonly stdout: Output
  readonly stderr: Output
  /** Calls back when the size of a terminal has changed; returns what ends that. */
  onResize(changed: () => void): () => void
}

export interface Output {
  readonly isTerminal: boolean
  /** Width and height of the terminal; usual ones where there is none. */
  size(): { readonly columns: number; readonly rows: number }
  write(text: string): void
  /** Resolves when everything written was taken. */
  flush(): Promise<void>
}

/** This process's terminal. */
export function openTerminal(): Terminal {
  return {
    stdout: openOutput(process.stdout),
    stderr: openOutput(process.stderr),
    onResize: (changed) => {
      process.stderr.on('resize', changed)
      return () => void process.stderr.off('resize', changed)
    },
  }
}

function openOutput(stream: NodeJS.WriteStream): Output {
  let isOpen = true
  // A reader that has gone (`everyarch … | head -1`) has seen what it wanted: that is no error.
  stream.on('error', () => {
    isOpen = false
  })
  return {
    isTerminal: stream.isTTY,
    size: () => ({ columns: stream.columns || 100, rows: stream.rows || 24 }),
    write: (text) => {
      if (isOpen) stream.write(text)
    },
    flush: () => new Promise((resolve) => (isOpen ? stream.write('', () => resolve()) : resolve())),
  }
}
