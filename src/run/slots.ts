/** A fixed number of places: whoever takes one gives it back. */
export interface Slots {
  take(signal: AbortSignal): Promise<void>
  give(): void
}

/** @param count how many may hold a place at once, at least 1 */
export function createSlots(count: number): Slots {
  let free = Math.max(1, count)
  const queue: (() => void)[] = []
  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        if (free > 0) {
          free -= 1
          return resolve()
        }
        const enter = (): void => {
          signal.removeEventListener('abort', leave)
          resolve()
        }
        const leave = (): void => {
          queue.splice(queue.indexOf(enter), 1)
          reject(signal.reason)
        }
        queue.push(enter)
        signal.addEventListener('abort', leave, { once: true })
      }),
    give: () => {
      const next = queue.shift()
      if (next === undefined) free += 1
      else next()
    },
  }
}
