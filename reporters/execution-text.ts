import { escapeControl } from '../src/report/escape.ts'
import type { ExecutionReport } from '../src/report/report.ts'

/** How a platform was run, in a few words: `native`, `emulated by qemu-aarch64 7.2.22`. */
export function formatExecution(execution: ExecutionReport): string {
  switch (execution.kind) {
    case 'native':
      return `native${onEngine(execution.engine)}`
    case 'emulated': {
      const { name, version } = execution.emulator
      return escapeControl(
        `emulated by ${name}${version === undefined ? '' : ` ${version}`}${onEngine(execution.engine)}`,
        80,
      )
    }
    case 'unavailable':
      return 'cannot be run here'
    case 'none':
      return escapeControl(execution.reason ?? '', 80)
  }
}

/** Worth a word only when it is not the usual one. */
function onEngine(engine: string | undefined): string {
  return engine === undefined || engine === 'default' ? '' : ` on ${engine}`
}
