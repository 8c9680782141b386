import type { Axis, GroupMark, NumericValueRef, RectEncodeEntry, RectMark, TextMark } from 'vega'
import { ink, type PictureKind } from './picture-style.ts'

export const fontSize = 13

export interface TextPlace {
  readonly x: NumericValueRef
  readonly y: NumericValueRef
  readonly field?: string
  readonly align?: 'left' | 'right'
}

/** What a text is, as the picture's style knows it. */
export type TextKind = 'plain' | 'soft' | 'name' | 'code' | 'soft code'

/** A text for every row of the data; its class is how the picture's style knows it. */
export function textMark(kind: TextKind, { x, y, field = 'text', align = 'left' }: TextPlace): TextMark {
  return {
    type: 'text',
    ...(kind === 'plain' ? {} : { name: kind }),
    from: { data: 'rows' },
    aria: false,
    interactive: false,
    encode: {
      enter: {
        x,
        y,
        text: { field },
        align: { value: align },
        baseline: { value: 'middle' },
        fill: { value: kind.startsWith('soft') ? ink.soft : ink.text },
        fontSize: { value: fontSize },
        ...(kind.endsWith('code') ? { font: { value: 'monospace' }, fontSize: { value: 12 } } : {}),
      },
    },
  }
}

/** A rectangle for every row of the data, with the row's fill; its name is its class. */
export function rectMark(place: RectEncodeEntry, name?: string): RectMark {
  return {
    type: 'rect',
    ...(name === undefined ? {} : { name }),
    from: { data: 'rows' },
    aria: false,
    interactive: false,
    encode: { enter: { ...place, fill: { field: 'fill' } } },
  }
}

export interface TimeUnit {
  readonly word: 'ms' | 's' | 'min'
  readonly ms: number
}

/** What so long a time is best told in. */
export function chooseUnit(longestMs: number): TimeUnit {
  if (longestMs < 1000) return { word: 'ms', ms: 1 }
  return longestMs < 180_000 ? { word: 's', ms: 1000 } : { word: 'min', ms: 60_000 }
}

/** Times along an edge, with a line through the picture for each. */
export function timeAxis(orient: 'top' | 'bottom', { word }: TimeUnit): Axis {
  return {
    scale: 'x',
    orient,
    grid: true,
    domain: false,
    ticks: false,
    aria: false,
    tickCount: 4,
    gridColor: ink.grid,
    labelColor: ink.soft,
    labelFontSize: fontSize,
    labelPadding: 5,
    labelOverlap: false,
    encode: { labels: { update: { text: { signal: `format(datum.value, '~r') + ' ${word}'` } } } },
  }
}

const legendWords: Readonly<Record<PictureKind, string>> = {
  native: 'native',
  emulated: 'emulated',
  cross: 'native, for another platform',
  cached: 'from the cache',
  other: 'executes nothing',
  failed: 'failed',
}

/** What the fills mean, side by side. */
export function legendMark(kinds: ReadonlySet<PictureKind>, x: number, y: number): GroupMark {
  let left = 0
  const rows = Object.entries(legendWords).flatMap(([kind, text]) => {
    if (![...kinds].some((known) => known === kind)) return []
    const row = { kind, text, x: left, textX: left + 26, fill: `url(#${kind})` }
    left += 26 + text.length * 7.5 + 22
    return [row]
  })
  return {
    type: 'group',
    aria: false,
    encode: { enter: { x: { value: x }, y: { value: y } } },
    data: [{ name: 'rows', values: rows }],
    marks: [
      rectMark({ x: { field: 'x' }, y: { value: -6 }, width: { value: 20 }, height: { value: 12 } }),
      textMark('soft', { x: { field: 'textX' }, y: { value: 0 } }),
    ],
  }
}

/** Lines of text below each other. */
export function linesMark(lines: readonly string[], x: number, y: number, lineHeight: number): GroupMark {
  return {
    type: 'group',
    aria: false,
    encode: { enter: { x: { value: x }, y: { value: y } } },
    data: [{ name: 'rows', values: lines.map((text, place) => ({ text, y: (place + 0.5) * lineHeight })) }],
    marks: [textMark('soft', { x: { value: 0 }, y: { field: 'y' } })],
  }
}
