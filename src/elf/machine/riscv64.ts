import type { Machine } from '../machine.ts'
import { genericSystemCalls } from './system-calls.ts'

/** Arguments and result in a0…, the call's number in a7. Scratch: t0 and t1. */
const zero = 0
const stackPointer = 2
const t0 = 5
const t1 = 6
const a0 = 10
const a1 = 11
const a7 = 17

const lui = (rd: number, value: number) => 0x00000037 | ((value & 0xfffff) << 12) | (rd << 7)
const addiw = (rd: number, rs: number, value: number) => immediate(0x0000001b, rd, rs, value)
const addi = (rd: number, rs: number, value: number) => immediate(0x00000013, rd, rs, value)
const ld = (rd: number, rs: number, offset: number) => immediate(0x00003003, rd, rs, offset)
const lbu = (rd: number, rs: number, offset: number) => immediate(0x00004003, rd, rs, offset)
const add = (rd: number, rs1: number, rs2: number) => 0x00000033 | (rs2 << 20) | (rs1 << 15) | (rd << 7)
const sd = (rs2: number, rs1: number, offset: number) =>
  0x00003023 | ((offset & 0xfe0) << 20) | (rs2 << 20) | (rs1 << 15) | ((offset & 0x1f) << 7)
const beq = (rs1: number, rs2: number, distance: number) => branch(0x00000063, rs1, rs2, distance)
const blt = (rs1: number, rs2: number, distance: number) => branch(0x00004063, rs1, rs2, distance)
const j = (distance: number) =>
  0x0000006f |
  ((distance & 0x100000) << 11) |
  ((distance & 0x7fe) << 20) |
  ((distance & 0x800) << 9) |
  (distance & 0xff000)
const ecall = 0x00000073
const unimp = 0x00000000

const immediate = (code: number, rd: number, rs: number, value: number) =>
  code | ((value & 0xfff) << 20) | (rs << 15) | (rd << 7)
const branch = (code: number, rs1: number, rs2: number, distance: number) =>
  code |
  ((distance & 0x1000) << 19) |
  ((distance & 0x7e0) << 20) |
  (rs2 << 20) |
  (rs1 << 15) |
  ((distance & 0x1e) << 7) |
  ((distance & 0x800) >> 4)

export const riscv64: Machine = {
  elf: { wordBits: 64, byteOrder: 'little', machine: 243, flags: 0 },
  unitBytes: 4,
  systemCalls: genericSystemCalls,
  streamSocket: 1,
  load(argument, value) {
    const register = a0 + argument
    switch (value.kind) {
      case 'constant':
        // addiw extends the sign of its twelve bits, so the upper part is rounded.
        return [lui(register, (value.value + 0x800) >>> 12), addiw(register, register, value.value)]
      case 'stack-address':
        return [addi(register, stackPointer, value.offset)]
      case 'stack-word':
        return [ld(register, stackPointer, value.offset)]
    }
  },
  systemCall: (number) => [addi(a7, zero, number), ecall],
  save: (offset) => [sd(a0, stackPointer, offset)],
  jump: (distance) => [j(distance)],
  jumpIfFailed: (distance) => [blt(a0, zero, distance)],
  jumpIfEqual: (offset, value, distance) => [
    ld(t0, stackPointer, offset),
    addi(t1, zero, value),
    beq(t0, t1, distance - 8),
  ],
  measure: (text) => [
    ...riscv64.load(1, text),
    addi(a0, zero, 0),
    add(t0, a1, a0),
    lbu(t0, t0, 0),
    beq(t0, zero, 12),
    addi(a0, a0, 1),
    j(-16),
  ],
  undefinedInstruction: [unimp],
  nullLoad: [ld(a0, zero, 0)],
}
