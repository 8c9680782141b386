import { spawn } from 'node:child_process'

/** Processes that only compute, and that end with this one. */
export interface Load extends Disposable {
  readonly processes: number
}

/** Keeps so many cores busy. */
export function startLoad(cores: number): Load {
  // They look now and then whether anybody is left who wanted them.
  const program = `const parent = ${process.pid}
for (;;) { const end = Date.now() + 500; while (Date.now() < end); try { process.kill(parent, 0) } catch { process.exit() } }`
  const children = Array.from({ length: cores }, () => spawn(process.execPath, ['-e', program], { stdio: 'ignore' }))
  const stop = (): void => {
    for (const child of children) child.kill('SIGKILL')
  }
  process.once('exit', stop)
  return {
    processes: children.length,
    [Symbol.dispose]: () => {
      process.off('exit', stop)
      stop()
    },
  }
}
