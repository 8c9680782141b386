import { displayWidth } from '../src/report/display-width.ts'
import { paint, type Color, type Style } from './style.ts'

/** A cell of a table: plain text, and its colour. */
export interface Cell {
  readonly text: string
  readonly color?: Color
  readonly align?: 'right'
}

const gap = '  '

/** Rows with their columns aligned, no column wider than it needs; empty columns are left out. */
export function renderTable(style: Style, rows: readonly (readonly Cell[])[], indent = ''): readonly string[] {
  const widths = columnWidths(rows)
  return rows.map((row) => {
    const cells = widths.flatMap((width, column) => {
      const cell = row[column] ?? { text: '' }
      return width === 0 ? [] : [renderCell(style, cell, width)]
    })
    return `${indent}${cells.join(gap)}`.trimEnd()
  })
}

function columnWidths(rows: readonly (readonly Cell[])[]): readonly number[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: count }, (_, column) =>
    rows.reduce((widest, row) => Math.max(widest, displayWidth(row[column]?.text ?? '')), 0),
  )
}

function renderCell(style: Style, { text, color, align }: Cell, width: number): string {
  const padding = ' '.repeat(width - displayWidth(text))
  const painted = color === undefined ? text : paint(style, color, text)
  return align === 'right' ? `${padding}${painted}` : `${painted}${padding}`
}
