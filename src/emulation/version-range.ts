/** Versions an emulator's bug was seen in: from the first one on, before the one that fixed it. */
export interface VersionRange {
  readonly from?: string
  readonly before?: string
}

/** Whether a version lies in one of the ranges; undefined where its number is not known, or no text of numbers. */
export function isInRange(version: string | undefined, ranges: readonly VersionRange[]): boolean | undefined {
  const numbers = version === undefined ? undefined : parseNumbers(version)
  if (numbers === undefined) return undefined
  return ranges.some(({ from, before }) => {
    const isFrom = from === undefined || compareNumbers(numbers, parseNumbers(from) ?? []) >= 0
    return isFrom && (before === undefined || compareNumbers(numbers, parseNumbers(before) ?? []) < 0)
  })
}

/** The numbers a version begins with: `7.2.22 (Debian 1:7.2+dfsg-7)`, `10.0.2+ds`. */
function parseNumbers(version: string): readonly number[] | undefined {
  return /^\d+(?:\.\d+)*/.exec(version)?.[0].split('.').map(Number)
}

function compareNumbers(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
