/** What is between markers as lines, without the empty ones at its ends. */
export function linesOf(section: string): readonly string[] {
  return section.trim() === '' ? [] : section.trim().split(/\r?\n/)
}

/** True where two tables say the same, however a formatter has aligned them. */
export function isSameTable(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, row) => isSameLine(line, b[row] ?? ''))
}

function isSameLine(a: string, b: string): boolean {
  return plainRow(a) === plainRow(b)
}

function plainRow(line: string): string {
  return line
    .trim()
    .replaceAll(/\s*\|\s*/g, '|')
    .replaceAll(/-{2,}/g, '-')
}

/** No table is that long; what takes its place may be. */
const mostCompared = 1_000_000

/** Every line of two texts in their order: kept, `-` taken away, `+` added. */
export function diffLines(
  before: readonly string[],
  after: readonly string[],
  isSame: (a: string, b: string) => boolean = isSameLine,
): readonly string[] {
  if (before.length * after.length > mostCompared)
    return [...before.map((line) => `- ${line}`), ...after.map((line) => `+ ${line}`)]
  // lengths[i][j]: how many lines the rest of both have in common.
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1))
  const common = (i: number, j: number): number => lengths[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const same = isSame(before[i] ?? '', after[j] ?? '')
      const row = lengths[i]
      if (row !== undefined) row[j] = same ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1))
    }
  const lines: string[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && isSame(before[i] ?? '', after[j] ?? '')) {
      lines.push(`  ${after[j] ?? ''}`)
      i += 1
      j += 1
    } else if (i < before.length && (j === after.length || common(i + 1, j) >= common(i, j + 1))) {
      lines.push(`- ${before[i] ?? ''}`)
      i += 1
    } else {
      lines.push(`+ ${after[j] ?? ''}`)
      j += 1
    }
  }
  return lines
}
