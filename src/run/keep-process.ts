const ends = ['SIGINT', 'SIGTERM', 'unhandledRejection'] as const

let kept = 0
let exitCode: typeof process.exitCode

/**
 * vitest and its server end the process on a signal and on what nobody caught, and set the exit code when a test fails;
 * here whoever started the run decides, once all is removed. Their listeners are taken off as they come, until this is
 * released; nobody else's are. The exit code is then what it was.
 */
export function keepProcess(): { release(): void } {
  const drop = (event: string | symbol, listener: () => void): void => {
    const isOfVitest = /[/\\]node_modules[/\\](?:vitest|vite)[/\\]/.test(new Error('who listens').stack ?? '')
    if (isOfVitest && ends.some((end) => end === event)) queueMicrotask(() => process.off(event, listener))
  }
  if (kept++ === 0) ({ exitCode } = process)
  process.on('newListener', drop)
  return {
    release: () => {
      process.off('newListener', drop)
      process.exitCode = exitCode
      kept -= 1
    },
  }
}
