import { assemble } from './assemble.ts'
import type { Machine } from './machine.ts'
import type { Program } from './program.ts'

/** The largest page size of any architecture: segments that keep to it load everywhere. */
const pageBytes = 0x10000
const origin = 0x400000
const readable = 4
const writable = 2
const executable = 1

/**
 * A static program: one read-only segment that holds the whole file, and a stack that is not executable.
 * https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
 */
export function writeElf(program: Program, machine: Machine): Uint8Array {
  const { wordBits, byteOrder } = machine.elf
  const headerBytes = wordBits === 64 ? 64 : 52
  const segmentBytes = wordBits === 64 ? 56 : 32
  const codeOffset = Math.ceil((headerBytes + 2 * segmentBytes) / 16) * 16
  const code = assemble(program, machine, origin + codeOffset)
  const file = new Uint8Array(codeOffset + code.length)
  file.set(code, codeOffset)

  const fields = createFields(file, wordBits, byteOrder)
  fields.bytes(0x7f, 0x45, 0x4c, 0x46, wordBits / 32, byteOrder === 'little' ? 1 : 2, 1)
  fields.skipTo(16)
  fields.half(2, machine.elf.machine)
  fields.int(1)
  fields.word(origin + codeOffset, headerBytes, 0)
  fields.int(machine.elf.flags)
  fields.half(headerBytes, segmentBytes, 2, 0, 0, 0)

  const load = { type: 1, flags: readable | executable, address: origin, sizeBytes: file.length, alignBytes: pageBytes }
  const stack = { type: 0x6474e551, flags: readable | writable, address: 0, sizeBytes: 0, alignBytes: 16 }
  for (const { type, flags, address, sizeBytes, alignBytes } of [load, stack]) {
    fields.int(type)
    if (wordBits === 64) fields.int(flags)
    fields.word(0, address, address, sizeBytes, sizeBytes)
    if (wordBits === 32) fields.int(flags)
    fields.word(alignBytes)
  }
  return file
}

/** Writes fields one after another. */
function createFields(file: Uint8Array, wordBits: 32 | 64, byteOrder: 'little' | 'big') {
  const view = new DataView(file.buffer)
  const little = byteOrder === 'little'
  let position = 0
  const each =
    (sizeBytes: number, write: (value: number) => void) =>
    (...values: readonly number[]): void => {
      for (const value of values) {
        write(value)
        position += sizeBytes
      }
    }
  return {
    skipTo(offset: number): void {
      position = offset
    },
    bytes: each(1, (value) => view.setUint8(position, value)),
    half: each(2, (value) => view.setUint16(position, value, little)),
    int: each(4, (value) => view.setUint32(position, value, little)),
    word:
      wordBits === 64
        ? each(8, (value) => view.setBigUint64(position, BigInt(value), little))
        : each(4, (value) => view.setUint32(position, value, little)),
  }
}
