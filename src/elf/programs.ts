import { call, type Operand, type Program, type Step } from './program.ts'

const standardOutput = 1
const standardError = 2
const abortSignal = 6
const killSignal = 9

/** Ends with this code. */
export function exitWith(code: number): Program {
  return [call('exit_group', code)]
}

/** Computes for ever. */
export function loopForever(): Program {
  return [
    { kind: 'label', label: 'again' },
    { kind: 'jump', label: 'again' },
  ]
}

/** Sleeps until a signal ends it. */
export function sleepForever(): Program {
  return [{ kind: 'label', label: 'again' }, call('ppoll', 0, 0, 0, 0, 8), { kind: 'jump', label: 'again' }]
}

/** Reads from address zero: SIGSEGV. */
export function loadNull(): Program {
  return [{ kind: 'null-load' }]
}

/** Executes what no CPU of the architecture knows: SIGILL. */
export function executeUndefined(): Program {
  return [{ kind: 'undefined-instruction' }]
}

/** Sends itself SIGABRT, as a failed assertion does; exits with 1 if it survives that. */
export function abort(): Program {
  return [call('getpid'), { kind: 'save', word: -1 }, call('kill', { word: -1 }, abortSignal), call('exit_group', 1)]
}

/** Kills every process it can see but the first of all and itself. */
export function killOthers(): Program {
  return [call('kill', -1, killSignal), call('exit_group', 0)]
}

/** Writes texts, then ends with a code. */
export function print(options: {
  readonly stdout?: string
  readonly stderr?: string
  /** @default 0 */
  readonly exitCode?: number
}): Program {
  return [
    ...(options.stdout === undefined ? [] : [write(standardOutput, options.stdout)]),
    ...(options.stderr === undefined ? [] : [write(standardError, options.stderr)]),
    call('exit_group', options.exitCode ?? 0),
  ]
}

/** Ends with the effective user's number, of which the parent sees eight bits. */
export function exitWithUser(): Program {
  return [call('geteuid'), { kind: 'save', word: -1 }, call('exit_group', { word: -1 })]
}

/** One `write` of a text. */
export function write(fileDescriptor: Operand, text: string): Step {
  const bytes = new TextEncoder().encode(text)
  return call('write', fileDescriptor, { bytes }, bytes.length)
}
