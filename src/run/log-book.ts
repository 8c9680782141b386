import type { LogLine } from '../engine/engine.ts'
import type { Redactor } from '../report/redactor.ts'
import { readEmulatorLine, type EmulatorLine } from './emulator-log.ts'
import { keepLines, type KeptLines } from './kept-lines.ts'

const keptEmulatorLines = 20
/** Of lines that were said before; an application that says more that is new begins anew. */
const keptGists = 10_000
const gistLength = 300

/** What an application writes, its first and its last lines; when it last wrote; and what its emulator said. */
export interface LogBook {
  add(line: LogLine): void
  /** Oldest first. */
  lines(): readonly string[]
  /** The lines that came since the last time this was asked, by the number it answered then; 0 for the first. */
  linesSince: KeptLines['since']
  emulatorLines(): readonly EmulatorLine[]
  /** Monotonic milliseconds of the last line; absent when it was silent. */
  lastLineAtMs(): number | undefined
  /** The same of the last line that said something it had not said before. */
  lastNewsAtMs(): number | undefined
  /** Resolves with the signal the emulator says the guest died of, if it ever says so. */
  readonly guestSignal: Promise<number>
}

/** An empty log book. @param redact takes secrets out of what is written */
export function openLogBook(redact: Redactor['text'] = (text) => text): LogBook {
  const kept = keepLines()
  const emulatorLines: EmulatorLine[] = []
  const { promise: guestSignal, resolve } = Promise.withResolvers<number>()
  const said = new Set<string>()
  let lastLineAtMs: number | undefined
  let lastNewsAtMs: number | undefined
  return {
    add: ({ text: written, truncated }) => {
      const text = redact(written, truncated)
      lastLineAtMs = performance.now()
      const gist = gistOf(text)
      if (!said.has(gist)) lastNewsAtMs = lastLineAtMs
      if (said.size >= keptGists) said.clear()
      said.add(gist)
      kept.add(text)
      const emulatorLine = readEmulatorLine(text)
      if (emulatorLine === undefined) return
      if (emulatorLines.length < keptEmulatorLines) emulatorLines.push(emulatorLine)
      if (emulatorLine.kind === 'signal') resolve(emulatorLine.signal)
    },
    lines: kept.all,
    linesSince: kept.since,
    emulatorLines: () => emulatorLines,
    lastLineAtMs: () => lastLineAtMs,
    lastNewsAtMs: () => lastNewsAtMs,
    guestSignal,
  }
}

/** A line without its times and counts: `attempt 7` is no news after `attempt 6`, `20 %` is after `10 %`. */
function gistOf(text: string): string {
  return text.slice(0, gistLength).replaceAll(/\d+(?![\d.]*\s?%)/g, '')
}
