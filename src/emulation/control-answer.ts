import { writeProbe } from '../elf/probe.ts'
import type { EngineInfo } from '../engine/engine.ts'
import type { Platform } from '../oci/platform.ts'
import { quoteText } from '../oci/quote.ts'
import type { Emulator } from '../report/report.ts'
import { type BinfmtHandler, matchHandler } from './binfmt.ts'
import type { ControlAnswer } from './control-run.ts'
import { parseQemuVersion, readInterpreter } from './emulator.ts'
import type { Execution } from './execution.ts'
import { acceptedMachines } from './expected-uname.ts'
import { isNativeTo } from './host.ts'
import { explainControl, explainRefusal, readRefusal } from './unavailable.ts'

export interface ControlContext {
  readonly platform: Platform
  readonly info: Pick<EngineInfo, 'architecture'>
  /** The kernel's handlers, where they can be read. */
  readonly handlers: readonly BinfmtHandler[] | undefined
}

/** Reads from the answer of a known-good program how the engine executes its platform. */
export function readControlAnswer(answer: ControlAnswer, context: ControlContext): Execution {
  switch (answer.kind) {
    case 'failed':
      return explain(answer.problem, context, answer.hint)
    case 'refused':
      return readFailure([answer.message], 'it could not be started', context)
    case 'ended': {
      const machine = firstOf(answer.lines, (line) => /^probe (\S+)$/.exec(line)?.[1])
      if (machine !== undefined) return readMachine(machine, answer.lines, context)
      // Some runtimes start the container first, and report from inside it what the kernel said.
      const said = [...answer.lines, answer.error].filter((line) => line.trim() !== '')
      return readFailure(said, `it ended with exit code ${answer.exitCode}`, context)
    }
  }
}

/** Where no emulator is needed none can be at fault. */
function explain(problem: string, { platform, info }: ControlContext, hint?: string): Execution {
  const ofEngine = isNativeTo(info.architecture, platform) ? 'see what the engine logged, or restart it' : undefined
  return explainControl(platform, problem, hint ?? ofEngine)
}

function readFailure(said: readonly string[], what: string, context: ControlContext): Execution {
  const refusal = firstOf(said, readRefusal)
  if (refusal !== undefined) return explainRefusal(refusal, context.platform, context.handlers)
  const last = said.at(-1)
  return explain(last === undefined ? what : `${what}: ${quoteText(last, 200)}`, context)
}

function readMachine(machine: string, lines: readonly string[], context: ControlContext): Execution {
  const { platform, info } = context
  const emulator = firstOf(lines, parseQemuVersion) ?? findQuietEmulator(context)
  const accepted = acceptedMachines({
    // One program serves all variants, so a CPU of any may answer.
    platform: platform.architecture === 'arm' ? { ...platform, variant: 'v5' } : platform,
    hostArchitecture: info.architecture,
    ...(emulator === undefined ? {} : { emulator: emulator.name }),
  })
  if (!accepted.includes(machine)) {
    return explain(`it saw the machine ${quoteText(machine)}, not ${accepted.join(' or ')}`, context)
  }
  const saw = `the known-good program saw the machine ${machine}`
  if (emulator === undefined) return { kind: 'native', proof: `${saw}, and no emulator answered when asked for` }
  const { name, version } = emulator
  const how =
    version === undefined ? ` on an ${info.architecture} host` : `, and ${name} ${version} answered when asked for`
  return { kind: 'emulated', emulator, proof: saw + how }
}

/** What executes a foreign program without answering as QEMU does. */
function findQuietEmulator({ platform, info, handlers }: ControlContext): Emulator | undefined {
  if (isNativeTo(info.architecture, platform)) return undefined
  const interpreter = handlers === undefined ? undefined : matchHandler(handlers, writeProbe(platform))?.interpreter
  if (interpreter !== undefined) {
    return { name: readInterpreter(interpreter)?.name ?? interpreter.slice(interpreter.lastIndexOf('/') + 1) }
  }
  // On Apple's processors virtual machines run x86-64 programs by Rosetta, which has no version to ask for.
  return { name: info.architecture === 'arm64' && platform.architecture === 'amd64' ? 'rosetta' : 'unknown' }
}

function firstOf<T>(lines: readonly string[], read: (line: string) => T | undefined): T | undefined {
  for (const line of lines) {
    const found = read(line)
    if (found !== undefined) return found
  }
  return undefined
}
