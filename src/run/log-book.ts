import type { LogLine } from '../engine/engine.ts'
import { readEmulatorLine, type EmulatorLine } from './emulator-log.ts'

const keptEmulatorLines = 20

/** What an application writes, as far as the engine keeps it; when it last wrote; and what its emulator said. */
export interface LogBook {
  add(line: LogLine): void
  /** Oldest first. */
  lines(): readonly string[]
  emulatorLines(): readonly EmulatorLine[]
  /** Monotonic milliseconds of the last line; absent when it was silent. */
  lastLineAtMs(): number | undefined
  /** Resolves with the signal the emulator says the guest died of, if it ever says so. */
  readonly guestSignal: Promise<number>
}

/** An empty log book. */
export function openLogBook(): LogBook {
  const lines: string[] = []
  const emulatorLines: EmulatorLine[] = []
  const { promise: guestSignal, resolve } = Promise.withResolvers<number>()
  let lastLineAtMs: number | undefined
  return {
    add: ({ text }) => {
      lastLineAtMs = performance.now()
      lines.push(text)
      const emulatorLine = readEmulatorLine(text)
      if (emulatorLine === undefined) return
      if (emulatorLines.length < keptEmulatorLines) emulatorLines.push(emulatorLine)
      if (emulatorLine.kind === 'signal') resolve(emulatorLine.signal)
    },
    lines: () => lines,
    emulatorLines: () => emulatorLines,
    lastLineAtMs: () => lastLineAtMs,
    guestSignal,
  }
}
