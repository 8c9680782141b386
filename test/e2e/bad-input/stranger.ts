import { chmod } from 'node:fs/promises'
import { runEveryarch } from '../../support/everyarch.ts'
import { type ProcessResult, runProcess } from '../../support/run-process.ts'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))
/** So many that no user of this machine has it. */
const nobody = '65534'

/**
 * Runs the command line as one who may not use the engine at this socket. Root may do everything: there it is run as
 * nobody, who keeps the right to read files, because a checkout may lie where nobody else can read.
 */
export async function runAsStranger(args: readonly string[], socketPath: string): Promise<ProcessResult> {
  const env = { DOCKER_HOST: `unix://${socketPath}` }
  await chmod(socketPath, 0)
  if (process.getuid?.() !== 0) return runEveryarch(args, { env })
  const rights = ['--inh-caps=-all,+dac_read_search', '--ambient-caps=+dac_read_search']
  const who = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...rights]
  const node = [process.execPath, '--conditions=everyarch-source', '--disable-warning=ExperimentalWarning', main]
  return runProcess('setpriv', [...who, ...node, ...args], { env })
}
