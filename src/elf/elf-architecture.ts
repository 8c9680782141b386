import type { ElfHeader } from './elf-header.ts'

/** What an ELF file's machine code is for. */
export interface ElfArchitecture {
  /** As an image would name it: `arm64`, `mips64le`, `armbe`; absent for a machine that no platform names. */
  readonly architecture?: string
  /** For people: `AArch64, 64-bit, little-endian`. */
  readonly description: string
  /** How floating-point arguments are passed, where the flags say so; hard means that the CPU must have the registers. */
  readonly floatAbi?: 'soft' | 'hard'
}

interface MachineNames {
  readonly name: string
  /** By word size and byte order: `64le`, `32be`. */
  readonly architectures: Readonly<Record<string, string>>
}

/** The registered machine numbers (https://www.sco.com/developers/gabi/latest/ch4.eheader.html) with Go's architecture names, which are also the platform's. */
const machines: Readonly<Record<number, MachineNames>> = {
  2: { name: 'SPARC', architectures: { '32be': 'sparc' } },
  3: { name: 'Intel 80386', architectures: { '32le': '386' } },
  4: { name: 'Motorola 68000', architectures: {} },
  8: { name: 'MIPS', architectures: { '32le': 'mipsle', '32be': 'mips', '64le': 'mips64le', '64be': 'mips64' } },
  15: { name: 'HP PA-RISC', architectures: {} },
  18: { name: 'SPARC v8+', architectures: { '32be': 'sparc' } },
  20: { name: 'PowerPC', architectures: { '32be': 'ppc' } },
  21: { name: 'PowerPC 64', architectures: { '64le': 'ppc64le', '64be': 'ppc64' } },
  22: { name: 'IBM S/390', architectures: { '32be': 's390', '64be': 's390x' } },
  40: { name: 'ARM', architectures: { '32le': 'arm', '32be': 'armbe' } },
  42: { name: 'SuperH', architectures: {} },
  43: { name: 'SPARC v9', architectures: { '64be': 'sparc64' } },
  50: { name: 'Intel Itanium', architectures: {} },
  62: { name: 'x86-64', architectures: { '64le': 'amd64', '32le': 'amd64p32' } },
  183: { name: 'AArch64', architectures: { '64le': 'arm64', '64be': 'arm64be' } },
  243: { name: 'RISC-V', architectures: { '32le': 'riscv', '64le': 'riscv64' } },
  247: { name: 'BPF', architectures: {} },
  258: { name: 'LoongArch', architectures: { '64le': 'loong64' } },
  0x9026: { name: 'Alpha', architectures: {} },
}

const machineArm = 40
const machineMips = 8
const machineRiscv = 243
/** `EF_MIPS_ABI2`: 32-bit pointers on a 64-bit MIPS. */
const mipsN32 = 0x20

/** What of a header says which machine it is for. */
export type MachineFields = Pick<ElfHeader, 'machine' | 'wordBits' | 'byteOrder' | 'flags'>

/** Names the architecture by machine, word size, byte order and flags. */
export function elfArchitecture(header: MachineFields): ElfArchitecture {
  const key = `${header.wordBits}${header.byteOrder === 'little' ? 'le' : 'be'}`
  const machine = machines[header.machine]
  const architecture = isMipsN32(header) ? `mips64p32${key === '32le' ? 'le' : ''}` : machine?.architectures[key]
  const floatAbi = readFloatAbi(header)
  const name = machine?.name ?? `machine 0x${header.machine.toString(16)}`
  return {
    ...(architecture === undefined ? {} : { architecture }),
    description: `${name}, ${header.wordBits}-bit, ${header.byteOrder}-endian`,
    ...(floatAbi === undefined ? {} : { floatAbi }),
  }
}

function isMipsN32({ machine, wordBits, flags }: MachineFields): boolean {
  return machine === machineMips && wordBits === 32 && (flags & mipsN32) !== 0
}

/**
 * https://github.com/ARM-software/abi-aa/blob/main/aaelf32/aaelf32.rst (`EF_ARM_ABI_FLOAT_*`),
 * https://github.com/riscv-non-isa/riscv-elf-psabi-doc/blob/master/riscv-elf.adoc (`EF_RISCV_FLOAT_ABI`)
 */
function readFloatAbi({ machine, flags }: MachineFields): 'soft' | 'hard' | undefined {
  if (machine === machineRiscv) return (flags & 0x6) === 0 ? 'soft' : 'hard'
  if (machine !== machineArm) return undefined
  return (flags & 0x400) !== 0 ? 'hard' : (flags & 0x200) !== 0 ? 'soft' : undefined
}
