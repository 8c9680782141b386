import process from 'node:process'
import { readEnvironment } from '../config/environment.ts'
import { toHarnessError } from '../errors.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { ExitCode } from '../report/report.ts'
import { worstExitCode } from '../report/verdict.ts'
import { listenForInterrupt } from './interrupt.ts'
import { runCommandLine } from './run-command-line.ts'
import { openScreen } from './screen.ts'
import { openTerminal } from './terminal.ts'

export interface ProcessEnd {
  /** The exit code for when nothing is left to do. */
  readonly setExitCode: (code: ExitCode) => void
  readonly exitAtOnce: (code: ExitCode) => void
}

/** What is still open when a command is done, a socket say, holds the process for no longer than this. */
const lingerMs = 2000
/** After an error that nobody caught, what was started has this long to be removed. */
const cleanUpMs = 10_000

/** Runs the command line of this process. */
export async function start({ setExitCode, exitAtOnce }: ProcessEnd): Promise<void> {
  const argv = process.argv.slice(2)
  const terminal = openTerminal()
  // Warnings of Node about what packages do help nobody who only uses them.
  if (!argv.includes('--debug')) process.removeAllListeners('warning')

  const environment = readEnvironment()
  const crash = new AbortController()
  const cleanUpAfter = (thrown: unknown): void => {
    const error = toHarnessError(thrown)
    openScreen(terminal, environment).printErrors([toErrorReport(error)])
    crash.abort(error)
    setTimeout(() => exitAtOnce(3), cleanUpMs).unref()
  }
  process.on('uncaughtException', (thrown) => (crash.signal.aborted ? exitAtOnce(3) : cleanUpAfter(thrown)))
  process.on('unhandledRejection', (thrown) => {
    // What the end of the run rejects must not cut its cleaning up short.
    if (!crash.signal.aborted) cleanUpAfter(thrown)
  })

  const tellOfNoEnd = (): void => {
    terminal.stderr.write('error: nothing is left to wait for, and there is no result\n')
  }
  process.once('beforeExit', tellOfNoEnd)

  const exitCode = await runCommandLine({
    argv,
    terminal,
    cwd: process.cwd(),
    environment,
    now: () => performance.now(),
    listenForInterrupt: (onFirst) => {
      const interrupt = listenForInterrupt({ source: process, onFirst, onSecond: () => exitAtOnce(130) })
      return { ...interrupt, signal: AbortSignal.any([interrupt.signal, crash.signal]) }
    },
  })
  process.off('beforeExit', tellOfNoEnd)
  const ended = worstExitCode([exitCode, ...(crash.signal.aborted ? [3 as const] : [])])
  setExitCode(ended)
  setTimeout(() => exitAtOnce(ended), lingerMs).unref()
}
