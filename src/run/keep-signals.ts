const endSignals = ['SIGINT', 'SIGTERM'] as const

/**
 * vitest and its server end the process on a signal; here whoever started the run decides, once all is removed. Their
 * listeners are taken off as they come, until this is released; nobody else's are.
 */
export function keepSignals(): { release(): void } {
  const drop = (event: string | symbol, listener: () => void): void => {
    const isOfVitest = /[/\\]node_modules[/\\](?:vitest|vite)[/\\]/.test(new Error('who listens').stack ?? '')
    if (isOfVitest && endSignals.some((signal) => signal === event)) queueMicrotask(() => process.off(event, listener))
  }
  process.on('newListener', drop)
  return { release: () => void process.off('newListener', drop) }
}
