import { quoteText } from '../oci/quote.ts'
import type { Platform } from '../oci/platform.ts'
import { hasProbe, writeProbe } from '../elf/probe.ts'
import { type BinfmtHandler, matchHandler } from './binfmt.ts'
import { readInterpreter } from './emulator.ts'
import { isNativeTo } from './host.ts'

export interface ProcessQuestion {
  readonly platform: Platform
  /** The engine's architecture in OCI's words: `amd64`. */
  readonly hostArchitecture: string
  /** The kernel's handlers, where they can be read: then interpreters are known exactly. */
  readonly handlers?: readonly BinfmtHandler[] | undefined
  /** What detection found for this platform: `qemu-aarch64`. */
  readonly emulator?: string | undefined
}

/** How a container's processes run, seen from outside. */
export type ProcessProof =
  | {
      readonly kind: 'emulated'
      readonly emulator: string
      readonly sentence: string
      /** The command lines that ran beside it without an emulator: foreign programs in the image. */
      readonly native: readonly string[]
    }
  | { readonly kind: 'native'; readonly sentence: string }
  | { readonly kind: 'unknown'; readonly reason: string }

/** What is no part of the image: the init an engine was asked for, and the runtime before it becomes the program. */
const ofEngine =
  /^(?:\/sbin\/docker-init|\/run\/podman-init|\/dev\/init) -- |^(?:\S*\/)?(?:runc|crun|youki|exe) init\b|^(?:runc|crun|youki):\[/

/**
 * Tells from an engine's process list whether a container's programs run under an emulator: the kernel starts a foreign
 * program as `INTERPRETER PROGRAM ARGUMENTS…`, and that is what the host sees. Only the first word counts: what comes
 * after it is the application's own.
 */
export function proveFromProcesses(processes: readonly string[], question: ProcessQuestion): ProcessProof {
  const programs = processes.filter((line) => line.trim() !== '' && !isZombie(line) && !ofEngine.test(line))
  if (programs.length === 0) return { kind: 'unknown', reason: 'the engine listed no process of it' }
  const handler = findHandler(question)
  const seen = programs.map((line) => ({ line, ...judge(line, question, handler) }))
  const emulated = seen.find(({ by }) => by === 'emulator')
  const native = seen.filter(({ by }) => by === 'cpu').map(({ line }) => line)
  if (emulated !== undefined) {
    const { line, emulator = 'an emulator' } = emulated
    const [interpreter = '', program = ''] = line.split(' ')
    const sentence = `the engine's process list shows ${quoteText(interpreter)} in front of ${quoteText(program)}`
    return { kind: 'emulated', emulator, sentence, native }
  }
  const [first] = native
  if (first === undefined) {
    return { kind: 'unknown', reason: `${quoteText(programs[0] ?? '')} may be a program or an emulator` }
  }
  return {
    kind: 'native',
    sentence: `the engine's process list shows ${quoteText(first)} with no emulator in front of it`,
  }
}

interface Judgement {
  readonly by: 'emulator' | 'cpu' | 'unclear'
  readonly emulator?: string
}

function judge(line: string, question: ProcessQuestion, handler: BinfmtHandler | undefined): Judgement {
  const { platform, hostArchitecture, handlers } = question
  const [first = '', second] = line.split(' ')
  const known = readInterpreter(first)
  const isNative = isNativeTo(hostArchitecture, platform)
  if (first === handler?.interpreter) return { by: 'emulator', emulator: known?.name ?? baseName(first) }
  if (known?.architectures.includes(platform.architecture) === true) {
    // Another emulator than the kernel's own: registered until a moment ago, or brought by the application.
    if (handler !== undefined) return { by: 'unclear' }
    return handlers !== undefined && isNative ? { by: 'cpu' } : { by: 'emulator', emulator: known.name }
  }
  if (isNative) return { by: 'cpu' }

  // Some emulators show the program's command line as their own. QEMU and Rosetta do not: their absence says something.
  const expected = handler === undefined ? question.emulator : readInterpreter(handler.interpreter)?.name
  const isHonest = expected !== undefined && (expected.startsWith('qemu-') || expected === 'rosetta')
  // Without the handlers an interpreter of an unusual name looks like a shell: `/opt/run /app/server`.
  const isAmbiguous = handler === undefined && first.startsWith('/') && second?.includes('/') === true
  return { by: isHonest && !isAmbiguous ? 'cpu' : 'unclear' }
}

function findHandler({ handlers, platform }: ProcessQuestion): BinfmtHandler | undefined {
  const handler = handlers && hasProbe(platform) ? matchHandler(handlers, writeProbe(platform)) : undefined
  return handler?.enabled === true ? handler : undefined
}

/** A process that has ended shows its name alone: `[app] <defunct>`. */
function isZombie(line: string): boolean {
  return line.startsWith('[') || line.endsWith('<defunct>')
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
