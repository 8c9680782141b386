/** How much of the start of a Mach-O or PE file is enough to name its architecture. */
export const executableHeadBytes = 4096

/**
 * Names the architecture of a Mach-O or PE file by its first bytes; undefined for anything else, whatever it holds.
 * ELF is not asked for here: it has a reader of its own.
 */
export function readForeignExecutable(
  head: Buffer,
): { readonly kind: 'macho' | 'pe'; readonly architecture: string } | undefined {
  const macho = readMachO(head)
  if (macho !== undefined) return { kind: 'macho', architecture: macho }
  const pe = readPe(head)
  return pe === undefined ? undefined : { kind: 'pe', architecture: pe }
}

/** True where the first bytes could begin a Mach-O or PE file, so that more of it is worth keeping. */
export function mayBeForeignExecutable(head: Buffer): boolean {
  if (head.byteLength < 4) return false
  return head.toString('latin1', 0, 2) === 'MZ' || machoMagics.has(head.readUInt32BE(0))
}

/** In big and little endian: one architecture in 32 or 64 bits, or several ("fat") with 32- or 64-bit offsets. */
const machoMagics: ReadonlySet<number> = new Set([
  0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe, 0xcafebabf,
])

/** `cputype` of Mach-O; https://github.com/apple-oss-distributions/xnu/blob/main/osfmk/mach/machine.h */
const machoCpus: Readonly<Record<number, string>> = {
  7: '386',
  12: 'arm',
  18: 'ppc',
  0x01000007: 'amd64',
  0x0100000c: 'arm64',
  0x01000012: 'ppc64',
}

function readMachO(head: Buffer): string | undefined {
  if (head.byteLength < 8) return undefined
  const magic = head.readUInt32BE(0)
  if (!machoMagics.has(magic)) return undefined
  if (magic === 0xcafebabe || magic === 0xcafebabf) {
    // Java's class files begin alike; what is a count of architectures here is a version, from 45 on, there.
    const count = head.readUInt32BE(4)
    return count > 0 && count < 45 ? 'universal' : undefined
  }
  const cpu = magic === 0xfeedface || magic === 0xfeedfacf ? head.readUInt32BE(4) : head.readUInt32LE(4)
  return machoCpus[cpu] ?? 'unknown'
}

/** `Machine` of PE. https://learn.microsoft.com/windows/win32/debug/pe-format#machine-types */
const peMachines: Readonly<Record<number, string>> = {
  0x14c: '386',
  0x1c0: 'arm',
  0x1c4: 'arm',
  0x5032: 'riscv32',
  0x5064: 'riscv64',
  0x6264: 'loong64',
  0x8664: 'amd64',
  0xaa64: 'arm64',
}

/** .NET marks code compiled ahead for another system than Windows: Linux, macOS, FreeBSD, NetBSD, SunOS. */
const dotnetSystems: readonly number[] = [0, 0x7b79, 0x4644, 0xadc4, 0x1993, 0x1992]

function readPe(head: Buffer): string | undefined {
  if (head.byteLength < 64 || head.toString('latin1', 0, 2) !== 'MZ') return undefined
  const start = head.readUInt32LE(60)
  if (start > head.byteLength - 26 || head.toString('latin1', start, start + 4) !== 'PE\0\0') return undefined
  const machine = head.readUInt16LE(start + 4)
  // .NET's compilers say 386 for code that any machine can run.
  if (machine === 0x14c && isManaged(head, start + 24)) return 'any'
  for (const system of dotnetSystems) {
    const name = peMachines[machine ^ system]
    if (name !== undefined) return name
  }
  return 'unknown'
}

/** True where the optional header names a CLR header (data directory 14). */
function isManaged(head: Buffer, optionalHeader: number): boolean {
  const isWide = head.readUInt16LE(optionalHeader) === 0x20b
  const directories = optionalHeader + (isWide ? 112 : 96)
  const clr = directories + 14 * 8
  if (clr + 8 > head.byteLength) return false
  return head.readUInt32LE(directories - 4) > 14 && head.readUInt32LE(clr) !== 0
}
