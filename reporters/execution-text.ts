import { escapeControl } from '../src/report/escape.ts'
import type { ExecutionReport } from '../src/report/report.ts'

type RunExecution = Exclude<ExecutionReport, { readonly kind: 'none' }>

/** How a platform was run, in a few words: `native`, `emulated by qemu-aarch64 7.2.22`. */
export function formatExecution(execution: ExecutionReport): string {
  switch (execution.kind) {
    case 'native':
      return escapeControl(`native${onEngine(execution)}`, 80)
    case 'emulated': {
      const { name, version } = execution.emulator
      return escapeControl(`emulated by ${name}${version === undefined ? '' : ` ${version}`}${onEngine(execution)}`, 80)
    }
    case 'unavailable':
      return 'cannot be run here'
    case 'none':
      return escapeControl(execution.reason ?? '', 80)
  }
}

/** Worth a word only when it is not the usual one. */
function onEngine({ engine, engineVersion = '' }: Pick<RunExecution, 'engine' | 'engineVersion'>): string {
  if (engine !== undefined && engine !== 'default') return ` on ${engine}`
  return engineVersion.startsWith('Podman') ? ` on ${engineVersion}` : ''
}
