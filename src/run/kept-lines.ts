/** The first and the last lines of a log of any length, in bounded memory. */
export interface KeptLines {
  add(line: string): void
  /** Oldest first; a line of ours stands for those that were left out. */
  all(): readonly string[]
  /** Those that are kept from the line of this number on, and the number of the next one to come. */
  since(position: number): { readonly lines: readonly string[]; readonly next: number }
}

export interface KeptLinesLimits {
  /** Characters of the first lines together, and as many of the last. @default 524288 */
  readonly length?: number
}

/** Room in an array that is not used any more is given back in large pieces. */
const sweepCount = 4096

/** Keeps no line yet. */
export function keepLines({ length = 512 * 1024 }: KeptLinesLimits = {}): KeptLines {
  const first: string[] = []
  const last: string[] = []
  let firstLength = 0
  let lastLength = 0
  /** How many entries of `last` are no longer kept, and of all lines. */
  let stale = 0
  let leftOut = 0
  let leftOutLength = 0
  const kept = (): readonly string[] => last.slice(stale)
  return {
    add: (line) => {
      // The line break counts, or empty lines would never fill it.
      const size = line.length + 1
      if (last.length === 0 && firstLength + size <= length) {
        first.push(line)
        firstLength += size
        return
      }
      last.push(line)
      lastLength += size
      for (; lastLength > length && stale < last.length - 1; stale++) {
        const dropped = (last[stale]?.length ?? 0) + 1
        last[stale] = ''
        lastLength -= dropped
        leftOut += 1
        leftOutLength += dropped
      }
      if (stale >= sweepCount) {
        last.splice(0, stale)
        stale = 0
      }
    },
    all: () => {
      if (last.length === 0) return [...first]
      const gap = leftOut === 0 ? [] : [describeGap(leftOut, leftOutLength)]
      return [...first, ...gap, ...kept()]
    },
    since: (position) => {
      const lines = kept()
      const next = first.length + leftOut + lines.length
      const early = first.slice(position)
      const late = lines.slice(Math.max(0, position - first.length - leftOut))
      return { lines: [...early, ...late], next }
    },
  }
}

function formatSize(length: number): string {
  const mebibytes = length / 1024 ** 2
  return mebibytes < 10 ? `${Math.ceil(length / 1024)} KiB` : `${Math.round(mebibytes)} MiB`
}

function describeGap(count: number, length: number): string {
  const lines = count === 1 ? '1 line' : `${count} lines`
  return `[${lines}, ${formatSize(length)}, left out here]`
}
