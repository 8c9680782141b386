import { createInterface } from 'node:readline/promises'
import { isatty } from 'node:tty'

/** Where text is written: standard output and standard error of this process. The only place that writes to them. */
export interface Terminal {
  readonly stdout: Output
  readonly stderr: Output
  /** Calls back when the size of a terminal has changed; returns what ends that. */
  onResize(changed: () => void): () => void
  /** Asks for a line, beside the data; absent where nobody can answer. */
  readonly ask?: (question: string, signal: AbortSignal) => Promise<string>
}

export interface Output {
  readonly isTerminal: boolean
  /** Width and height of the terminal; usual ones where there is none. */
  size(): { readonly columns: number; readonly rows: number }
  write(text: string): void
  /** Resolves when everything written was taken. */
  flush(): Promise<void>
}

/** This process's terminal. A stream is opened when something is first written to it: that takes a while. */
export function openTerminal(): Terminal {
  return {
    stdout: openOutput(1, () => process.stdout),
    stderr: openOutput(2, () => process.stderr),
    onResize: (changed) => {
      process.stderr.on('resize', changed)
      return () => void process.stderr.off('resize', changed)
    },
    ...(isatty(0) && isatty(2) ? { ask } : {}),
  }
}

async function ask(question: string, signal: AbortSignal): Promise<string> {
  // Without line editing Ctrl-C is a signal to this process, as everywhere else.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  const ended = new Promise<string>((resolve) => void lines.once('close', () => resolve('no')))
  try {
    return await Promise.race([lines.question(question, { signal }), ended])
  } finally {
    lines.close()
  }
}

function openOutput(descriptor: number, open: () => NodeJS.WriteStream): Output {
  let stream: NodeJS.WriteStream | undefined
  let isOpen = true
  const opened = (): NodeJS.WriteStream => {
    if (stream === undefined) {
      stream = open()
      // A reader that has gone (`everyarch … | head -1`) has seen what it wanted: that is no error.
      stream.on('error', () => {
        isOpen = false
      })
    }
    return stream
  }
  return {
    isTerminal: isatty(descriptor),
    size: () => ({ columns: opened().columns || 100, rows: opened().rows || 24 }),
    write: (text) => {
      if (isOpen && text !== '') opened().write(text)
    },
    flush: () =>
      new Promise((resolve) => {
        if (isOpen && stream !== undefined) stream.write('', () => resolve())
        else resolve()
      }),
  }
}
