import { escapeControl } from '../src/report/escape.ts'
import type { CleanListing } from '../src/report/listing.ts'
import { formatCount } from './quantity.ts'
import { paint, type Style } from './style.ts'

/** What killed runs had left and is gone now. */
export function renderClean(style: Style, { removed }: CleanListing): readonly string[] {
  const summary = removed.length === 0 ? 'nothing was left over' : `removed ${formatCount(removed.length, 'thing')}`
  return [
    ...removed.map(({ kind, name, run }) =>
      escapeControl(`${kind} ${name}${run === undefined ? '' : ` of run ${run}`}`, style.columns),
    ),
    paint(style, 'bold', summary),
  ]
}
