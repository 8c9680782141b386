import type { Machine } from '../machine.ts'
import { mips64SystemCalls } from './system-calls.ts'

/**
 * MIPS III code for the n64 ABI, in either byte order. Arguments in $a0…, number and result in $v0, an error told by $a3.
 * The instruction after a branch is executed before it. Scratch: $t0 and $t1.
 */
const zero = 0
const v0 = 2
const a0 = 4
const a1 = 5
const a3 = 7
const t0 = 12
const t1 = 13
const stackPointer = 29

const lui = (rt: number, value: number) => immediate(0x3c000000, rt, zero, value)
const ori = (rt: number, rs: number, value: number) => immediate(0x34000000, rt, rs, value)
const daddiu = (rt: number, rs: number, value: number) => immediate(0x64000000, rt, rs, value)
const daddu = (rd: number, rs: number, rt: number) => 0x0000002d | (rs << 21) | (rt << 16) | (rd << 11)
const ld = (rt: number, rs: number, offset: number) => immediate(0xdc000000, rt, rs, offset)
const sd = (rt: number, rs: number, offset: number) => immediate(0xfc000000, rt, rs, offset)
const lbu = (rt: number, rs: number, offset: number) => immediate(0x90000000, rt, rs, offset)
/** A branch counts from the instruction after it. */
const beq = (rs: number, rt: number, distance: number) => immediate(0x10000000, rt, rs, (distance - 4) >> 2)
const bne = (rs: number, rt: number, distance: number) => immediate(0x14000000, rt, rs, (distance - 4) >> 2)
const nop = 0x00000000
const syscall = 0x0000000c
/** A function code no release of the architecture has taken. */
const reserved = 0x00000015

const immediate = (code: number, rt: number, rs: number, value: number) =>
  code | (rs << 21) | (rt << 16) | (value & 0xffff)

export const mips64le = createMips64('little')
export const mips64 = createMips64('big')

function createMips64(byteOrder: 'little' | 'big'): Machine {
  const load: Machine['load'] = (argument, value) => {
    const register = a0 + argument
    switch (value.kind) {
      case 'constant':
        return [lui(register, value.value >>> 16), ori(register, register, value.value)]
      case 'stack-address':
        return [daddiu(register, stackPointer, value.offset)]
      case 'stack-word':
        return [ld(register, stackPointer, value.offset)]
    }
  }
  return {
    /** MIPS64, and no reordering of delay slots was left to the assembler. */
    elf: { wordBits: 64, byteOrder, machine: 8, flags: 0x60000001 },
    unitBytes: 4,
    systemCalls: mips64SystemCalls,
    streamSocket: 2,
    load,
    systemCall: (number) => [daddiu(v0, zero, number), syscall],
    save: (offset) => [sd(v0, stackPointer, offset)],
    jump: (distance) => [beq(zero, zero, distance), nop],
    jumpIfFailed: (distance) => [bne(a3, zero, distance), nop],
    jumpIfEqual: (offset, value, distance) => [
      ld(t0, stackPointer, offset),
      daddiu(t1, zero, value),
      beq(t0, t1, distance - 8),
      nop,
    ],
    measure: (text) => [
      ...load(1, text),
      daddiu(v0, zero, 0),
      daddu(t0, a1, v0),
      lbu(t0, t0, 0),
      beq(t0, zero, 16),
      nop,
      beq(zero, zero, -16),
      daddiu(v0, v0, 1),
    ],
    undefinedInstruction: [reserved],
    nullLoad: [ld(v0, zero, 0)],
  }
}
