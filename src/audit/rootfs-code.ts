import { elfArchitecture } from '../elf/elf-architecture.ts'
import type { ElfFacts } from '../elf/elf-facts.ts'
import type { FileEntry, RootFs } from '../image/rootfs.ts'
import type { Platform } from '../oci/platform.ts'

/** A file of machine code that Linux and its kin run. */
export interface CodeFile {
  readonly entry: FileEntry
  readonly facts: ElfFacts
}

/**
 * How machine code is to a platform: its own; narrow, for a smaller mode of its CPUs that they may or may not have;
 * or foreign.
 */
export type CodeRelation = 'native' | 'narrow' | 'foreign'

/** By the platform's architecture: those whose code many of its CPUs run as well. */
const narrowArchitectures: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    amd64: ['386', 'amd64p32'],
    arm64: ['arm'],
    mips64: ['mips', 'mips64p32'],
    mips64le: ['mipsle', 'mips64p32le'],
    ppc64: ['ppc'],
    riscv64: ['riscv'],
    s390x: ['s390'],
    sparc64: ['sparc'],
  }),
)

/** Architectures that only hardware beside the CPU has, or machines too small for an operating system. */
const deviceMachines: ReadonlySet<number> = new Set([
  46, // H8/300
  83, // AVR
  87, // V850
  93, // ARC
  94, // Xtensa
  105, // MSP430
  106, // Blackfin
  113, // Nios II
  140, // TI C6000
  144, // TI PRU
  164, // Hexagon
  173, // RX
  189, // MicroBlaze
  190, // CUDA
  195, // ARC v2
  224, // AMD GPU
  247, // BPF
  251, // NEC vector engine
])

export function relateCode(facts: ElfFacts, { architecture }: Platform): CodeRelation {
  if (facts.architecture === architecture) return 'native'
  return narrowArchitectures.get(architecture)?.includes(facts.architecture) === true ? 'narrow' : 'foreign'
}

/** Code for a graphics card, a sensor or the like: no CPU of any image runs it. */
export function isDeviceCode({ machine, arm }: ElfFacts): boolean {
  return deviceMachines.has(machine) || arm?.cpuArch?.endsWith('-M') === true
}

/** The architecture for people: `amd64`, or what the header says where no platform has a name for it. */
export function describeCode(facts: ElfFacts): string {
  return elfArchitecture(facts).architecture ?? elfArchitecture(facts).description
}

/** The files of a root that some system runs, each list in the root's order. */
export interface RootCode {
  readonly code: readonly CodeFile[]
  /** Programs and libraries of Windows and macOS. */
  readonly otherSystems: readonly FileEntry[]
}

/** Of one root several checks ask; to go through its files takes longer than all of them. */
const known = new WeakMap<RootFs, RootCode>()

export function readCode(rootfs: RootFs): RootCode {
  const before = known.get(rootfs)
  if (before !== undefined) return before
  const code: CodeFile[] = []
  const otherSystems: FileEntry[] = []
  for (const entry of rootfs.entries.values()) {
    const { content } = entry
    if (entry.kind !== 'file' || content === undefined) continue
    if (content.kind === 'elf') code.push({ entry, facts: content.facts })
    else if (content.kind === 'pe' || content.kind === 'macho') otherSystems.push(entry)
  }
  const found = { code, otherSystems }
  known.set(rootfs, found)
  return found
}

/** All machine code of a root, in its order. */
export function listCode(rootfs: RootFs): readonly CodeFile[] {
  return readCode(rootfs).code
}

/** A program, by itself or with its loader; not a library. */
export function isProgram({ type, interpreter }: ElfFacts): boolean {
  return type === 'executable' || interpreter !== undefined
}

/** True where some permission to execute is given. */
export function isExecutable({ mode }: FileEntry): boolean {
  return (mode & 0o111) !== 0
}
