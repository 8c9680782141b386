/**
 * The rows a terminal shows after these bytes, after those that it has scrolled away: just the sequences that rewriting
 * lines needs.
 */
export function showOnScreen(bytes: string, columns: number, height = Infinity): readonly string[] {
  const gone: string[][] = []
  const rows: string[][] = [[]]
  let row = 0
  let column = 0
  const goDown = (): void => {
    column = 0
    row += 1
    rows[row] ??= []
    if (row < height) return
    gone.push(...rows.splice(0, 1))
    row -= 1
  }
  const put = (character: string): void => {
    if (column >= columns) goDown()
    const cells = (rows[row] ??= [])
    cells[column] = character
    column += 1
  }
  // oxlint-disable-next-line no-control-regex -- these are what a terminal obeys
  for (const [token, digits, command] of bytes.matchAll(/\u001b\[(\??[\d;]*)([A-Za-z])|[\s\S]/g)) {
    if (command === 'A') row = Math.max(0, row - Number(digits))
    else if (command === 'K') (rows[row] ??= []).length = Math.min(column, rows[row]?.length ?? 0)
    else if (command === 'J') {
      ;(rows[row] ??= []).length = Math.min(column, rows[row]?.length ?? 0)
      rows.length = row + 1
    } else if (command === 'm' || digits === '?2026') continue
    else if (token === '\r') column = 0
    else if (token === '\n') goDown()
    else if (token.startsWith('\u001b')) throw new Error(`a sequence nobody expects: ${JSON.stringify(token)}`)
    else put(token)
  }
  const lines = [...gone, ...rows].map((cells) =>
    Array.from(cells, (cell) => cell ?? ' ')
      .join('')
      .trimEnd(),
  )
  while (lines.at(-1) === '') lines.pop()
  return lines
}
