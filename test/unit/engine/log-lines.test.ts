import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../../src/engine/engine.ts'
import { splitLogLines, type LogLimits } from '../../../src/engine/log-lines.ts'

const startedAt = new Date('2026-01-01T00:00:00.000Z')
const stamp = (milliseconds: number): string => `2026-01-01T00:00:00.${String(milliseconds).padStart(3, '0')}123456Z `

function split(
  frames: readonly (readonly ['stdout' | 'stderr', ...string[]])[],
  limits: LogLimits = {},
): readonly LogLine[] {
  const lines: LogLine[] = []
  const splitter = splitLogLines(startedAt, (line) => lines.push(line), limits)
  for (const [stream, ...pieces] of frames) {
    for (const [n, piece] of pieces.entries()) splitter.push({ stream, bytes: Buffer.from(piece), starts: n === 0 })
  }
  splitter.end()
  return lines
}

describe("a container's lines", () => {
  it('carry their stream and the time since the start', () => {
    expect(
      split([
        ['stdout', `${stamp(20)}ready\n`],
        ['stderr', `${stamp(35)}oops\r\n`],
      ]),
    ).toEqual([
      { stream: 'stdout', text: 'ready', atMs: 20 },
      { stream: 'stderr', text: 'oops', atMs: 35 },
    ])
  })

  it('are never from before the start', () => {
    expect(split([['stdout', '2025-12-31T23:59:59.9Z early\n']])).toEqual([
      { stream: 'stdout', text: 'early', atMs: 0 },
    ])
  })

  it('are whole though the engine sends a long one in several frames, each with a time', () => {
    const parts = [`${stamp(1)}${'a'.repeat(100)}`, `${stamp(2)}${'b'.repeat(100)}\n`]
    expect(split(parts.map((part) => ['stderr', part] as const))).toEqual([
      { stream: 'stderr', text: 'a'.repeat(100) + 'b'.repeat(100), atMs: 1 },
    ])
  })

  it('are whole though a frame comes in pieces, its time among them', () => {
    expect(split([['stdout', '2026-01-01T00:', '00:00.007Z', ' he', 'llo', '\n']])).toEqual([
      { stream: 'stdout', text: 'hello', atMs: 7 },
    ])
  })

  it('of the two streams do not run into each other', () => {
    const lines = split([
      ['stdout', `${stamp(1)}first `],
      ['stderr', `${stamp(2)}other\n`],
      ['stdout', `${stamp(3)}half\n`],
    ])
    expect(lines.map(({ text }) => text)).toEqual(['other', 'first half'])
  })

  it('include the last one without a line break', () => {
    expect(split([['stdout', `${stamp(1)}no break`]])).toMatchObject([{ text: 'no break' }])
  })

  it('are kept as they are where no time stands before them', () => {
    expect(
      split([
        ['stdout', 'plain text\n'],
        ['stdout', `${'x'.repeat(60)}\n`],
      ]),
    ).toMatchObject([{ text: 'plain text' }, { text: 'x'.repeat(60) }])
  })

  it('are cut at the limit of a line, and say so', () => {
    expect(
      split(
        [
          ['stdout', `${stamp(1)}0123456789\n`],
          ['stdout', `${stamp(1)}next\n`],
        ],
        { lineBytes: 4 },
      ),
    ).toEqual([
      { stream: 'stdout', text: '0123', atMs: 1, truncated: true },
      { stream: 'stdout', text: 'next', atMs: 1 },
    ])
  })

  it('end at the limit of all, and the last says so', () => {
    const frames = Array.from({ length: 50 }, () => ['stdout', `${stamp(1)}0123456789\n`] as const)
    const lines = split(frames, { totalBytes: 25 })
    expect(lines.map(({ text }) => text)).toEqual(['0123456789', '0123456789', '012'])
    expect(lines.at(-1)).toMatchObject({ truncated: true })
  })

  it('that are empty count too, or they would never end', () => {
    const frames = Array.from({ length: 50 }, () => ['stdout', `${stamp(1)}\n`] as const)
    expect(split(frames, { totalBytes: 10 })).toHaveLength(10)
  })
})
