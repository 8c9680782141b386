/** Runs work, at most so much at once; the rest waits in line, and leaves it when its signal aborts. */
export interface LayerQueue {
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

export function createLayerQueue(jobs: number): LayerQueue {
  let free = Math.max(1, jobs)
  const waiting: (() => void)[] = []
  const enter = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason)
      if (free > 0) {
        free--
        return resolve()
      }
      const begin = (): void => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        waiting.splice(waiting.indexOf(begin), 1)
        reject(signal?.reason)
      }
      waiting.push(begin)
      signal?.addEventListener('abort', leave, { once: true })
    })
  return {
    async run(work, signal) {
      await enter(signal)
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next === undefined) free++
        else next()
      }
    },
  }
}
