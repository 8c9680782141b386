import { call, type Operand, type Program, type Step } from './program.ts'
import { write } from './programs.ts'

/** What a calibration does one after another; each is told of when it is done. */
export const calibrationPhases = ['spawned', 'computed', 'called'] as const

/** Counts the versions of the work: times of two versions cannot be compared. */
export const calibrationRevision = 1

export interface CalibrationStep {
  /** Told with every time: `arm64`. */
  readonly name: string
  /** The path of a file that is read byte by byte: as many system calls as it has bytes. */
  readonly countPath: string
  /** The programs to become when this one is done: the first that can be executed. */
  readonly next: readonly string[]
}

const standardOutput = 1
const file = { word: -1 }
const result = { word: -2 }
const buffer: Operand = { stackBytes: -512 }
const bufferBytes = 256
/** Code that runs once each, over data that take a while: a start is both, translating and running. */
const blocks = 256
const text: Operand = { text: 'x'.repeat(16 * 1024) }

/**
 * Does a fixed amount of work, and prints lines `NAME PHASE` with the kernel's account of the CPU time its process had
 * until then, in nanoseconds. It becomes the next program, so that one process does them all: what it took from the
 * last line of one to the first of the next is the start of a program.
 */
export function calibrate({ name, countPath, next }: CalibrationStep): Program {
  return [
    ...tell(`${name} spawned `),
    ...Array.from({ length: blocks }, (): Step => ({ kind: 'measure', text })),
    ...tell(`${name} computed `),
    call('openat', 0, { text: countPath }, 0, 0),
    { kind: 'save', word: file.word },
    { kind: 'label', label: 'more' },
    call('read', file, buffer, 1),
    { kind: 'save', word: result.word },
    { kind: 'jump-if-equal', word: result.word, value: 1, label: 'more' },
    call('close', file),
    ...tell(`${name} called `),
    ...next.map((path) => call('execve', { text: path }, { list: [path] }, { list: [] })),
    call('exit_group', 0),
  ]
}

/** https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat */
function tell(prefix: string): readonly Step[] {
  return [
    // The account is brought up to date only now and then: whoever yields has that done.
    call('sched_yield'),
    call('openat', 0, { text: '/proc/self/schedstat' }, 0, 0),
    { kind: 'save', word: file.word },
    call('read', file, buffer, bufferBytes),
    { kind: 'save', word: result.word },
    write(standardOutput, prefix),
    call('write', standardOutput, buffer, result),
    call('close', file),
  ]
}
