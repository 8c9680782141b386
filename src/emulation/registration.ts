import { writeProbe } from '../elf/probe.ts'
import type { Platform } from '../oci/platform.ts'

/** Where the architecture begins that a file is for: class, byte order and version are before it. */
const headerBytes = 20
/** The bytes of an ELF header that may differ between programs of one architecture: the system's ABI, and the file's type. */
const looseBytes: Readonly<Record<number, number>> = { 7: 0x00 }
/** Type 2 is a program at a fixed address, 3 a position-independent one: one bit apart. */
const typeMask = 0xfe

/**
 * What is written to the kernel to have it start a platform's programs by an interpreter.
 * https://docs.kernel.org/admin-guide/binfmt-misc.html
 */
export function writeRegistration(
  platform: Platform,
  interpreter: string,
  flags: string,
  name = 'everyarch-emulator',
): string {
  const magic = writeProbe(platform).slice(0, headerBytes)
  const isLittle = magic[5] === 1
  const mask = Uint8Array.from(magic, (_, index) => looseBytes[index] ?? 0xff)
  mask[isLittle ? 16 : 17] = typeMask
  // The 32-bit ABIs of mips64 differ in their version byte.
  if (platform.architecture.startsWith('mips64')) mask[8] = typeMask
  return `:${name}:M::${escape(magic)}:${escape(mask)}:${interpreter}:${flags}`
}

function escape(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}
