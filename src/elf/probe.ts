import { HarnessError } from '../errors.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { findMachine } from './machines.ts'
import { call, type Operand, type Program, type Step } from './program.ts'
import { write } from './programs.ts'
import { writeElf } from './write-elf.ts'

const standardOutput = 1
/** `struct utsname` is six texts of 65 bytes, and the machine the fifth. */
const namesOffset = -1024
const machineName: Operand = { stackBytes: namesOffset + 4 * 65 }
const measured = { word: -1 }

/** How many words the program was started with, its own name included. */
const argumentCount = 0
const ownPath: Operand = { word: 1 }
/** Behind two arguments and the zero that ends them. */
const environmentOfTwo: Operand = { stackWords: 4 }

/**
 * The known-good program of every platform. What it does, by the number of its arguments:
 * - none: prints `probe MACHINE`, then starts itself again, by the path it was started by (an absolute one), with
 *   `QEMU_VERSION` in the environment. QEMU then prints its version and ends; on a CPU the program runs and says nothing.
 * - one, `uname`: becomes the image's own `uname -m`, which prints MACHINE alone; without one, prints `probe MACHINE`.
 * - two: ends with 0. This is how it starts itself again.
 */
const probe: Program = [
  { kind: 'jump-if-equal', word: argumentCount, value: 2, label: 'own' },
  { kind: 'jump-if-equal', word: argumentCount, value: 3, label: 'end' },
  ...printMachine(),
  call('execve', ownPath, { list: ['everyarch-probe', 'say', 'version'] }, { list: ['QEMU_VERSION=1'] }),
  call('exit_group', 1),
  { kind: 'label', label: 'own' },
  ...['/bin/uname', '/usr/bin/uname', '/bin/busybox'].map((path) =>
    call('execve', { text: path }, { list: ['uname', '-m'] }, environmentOfTwo),
  ),
  ...printMachine(),
  { kind: 'label', label: 'end' },
  call('exit_group', 0),
]

function printMachine(): readonly Step[] {
  return [
    call('uname', { stackBytes: namesOffset }),
    { kind: 'measure', text: machineName },
    { kind: 'save', word: measured.word },
    write(standardOutput, 'probe '),
    call('write', standardOutput, machineName, measured),
    write(standardOutput, '\n'),
  ]
}

/** Counts the programs' versions: what one of them said on an engine may be remembered as long as this is the same. */
export const probeRevision = 1

/** True when the machine code of a platform is known: there is a known-good program for it. */
export function hasProbe(platform: Platform): boolean {
  return findMachine(platform) !== undefined
}

/**
 * The known-good static program of a platform; all variants of an architecture get the same.
 *
 * @throws HarnessError `platform-invalid` where {@link hasProbe} is false
 */
export function writeProbe(platform: Platform): Uint8Array {
  return writeProgram(platform, probe)
}

/**
 * Any program as a static ELF file for a platform.
 *
 * @throws HarnessError `platform-invalid` where {@link hasProbe} is false
 */
export function writeProgram(platform: Platform, program: Program): Uint8Array {
  const machine = findMachine(platform)
  if (machine !== undefined) return writeElf(program, machine)
  throw new HarnessError('platform-invalid', `no program can be written for ${formatPlatform(platform)}`, {
    hint: 'the machine code of linux/amd64, 386, arm64, arm, ppc64le, s390x, riscv64, mips64le, mips64 and loong64 is known',
  })
}
