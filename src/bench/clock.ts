/** Milliseconds that times must differ by to be told apart: figures are told in microseconds. */
export const clockMs = 0.001

type Pair = readonly [readonly number[], readonly number[]]

/** Two series in which what the clock cannot tell is all the same: whatever became of it is no change. */
export function tellable([one, other]: Pair): Pair {
  const told = (values: readonly number[]): readonly number[] => values.map((value) => Math.max(value, clockMs))
  return [told(one), told(other)]
}
