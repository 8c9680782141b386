/** A time for people: `412 ms`, `1.28 s`, `12.3 s`, `2 m 05 s`. */
export function formatMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 9995) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`
}

/** A running time, with as many places as it moves: `0.4 s`, `12.3 s`, `2 m 05 s`. */
export function formatElapsed(ms: number): string {
  return ms < 59_950 ? `${(Math.max(ms, 0) / 1000).toFixed(1)} s` : formatMs(ms)
}

/** How many times as long something took: `0.87 ×`, `6.4 ×`, `12 ×`. */
export function formatFactor(factor: number, sign: '×' | 'x' = '×'): string {
  return `${factor.toFixed(factor < 0.995 ? 2 : factor < 9.95 ? 1 : 0)} ${sign}`
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** A size for people, in powers of 1000 as docker has it: `812 B`, `48.0 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 ? String(Math.round(value)) : value < 99.95 ? value.toFixed(1) : value.toFixed(0)
  return `${digits} ${units[unit] ?? ''}`
}

/** `1 platform`, `3 platforms`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
