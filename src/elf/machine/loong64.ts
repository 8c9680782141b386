import type { Machine } from '../machine.ts'
import { genericSystemCalls } from './system-calls.ts'

/** Arguments and result in a0…, the call's number in a7. Scratch: t0 and t1. */
const zero = 0
const stackPointer = 3
const a0 = 4
const a1 = 5
const a7 = 11
const t0 = 12
const t1 = 13

const lu12iw = (rd: number, value: number) => 0x14000000 | ((value & 0xfffff) << 5) | rd
const ori = (rd: number, rj: number, value: number) => 0x03800000 | ((value & 0xfff) << 10) | (rj << 5) | rd
const addid = (rd: number, rj: number, value: number) => 0x02c00000 | ((value & 0xfff) << 10) | (rj << 5) | rd
const addd = (rd: number, rj: number, rk: number) => 0x00108000 | (rk << 10) | (rj << 5) | rd
const ldd = (rd: number, rj: number, offset: number) => 0x28c00000 | ((offset & 0xfff) << 10) | (rj << 5) | rd
const std = (rd: number, rj: number, offset: number) => 0x29c00000 | ((offset & 0xfff) << 10) | (rj << 5) | rd
const ldbu = (rd: number, rj: number, offset: number) => 0x2a000000 | ((offset & 0xfff) << 10) | (rj << 5) | rd
const b = (distance: number) => 0x50000000 | (((distance >> 2) & 0xffff) << 10) | (((distance >> 2) >> 16) & 0x3ff)
const beq = (rj: number, rd: number, distance: number) =>
  0x58000000 | (((distance >> 2) & 0xffff) << 10) | (rj << 5) | rd
const blt = (rj: number, rd: number, distance: number) =>
  0x60000000 | (((distance >> 2) & 0xffff) << 10) | (rj << 5) | rd
const syscall = 0x002b0000
const undefined0 = 0x00000000

export const loong64: Machine = {
  /** Soft-float, object file ABI 1. */
  elf: { wordBits: 64, byteOrder: 'little', machine: 258, flags: 0x41 },
  unitBytes: 4,
  systemCalls: genericSystemCalls,
  streamSocket: 1,
  load(argument, value) {
    const register = a0 + argument
    switch (value.kind) {
      case 'constant':
        return [lu12iw(register, value.value >>> 12), ori(register, register, value.value)]
      case 'stack-address':
        return [addid(register, stackPointer, value.offset)]
      case 'stack-word':
        return [ldd(register, stackPointer, value.offset)]
    }
  },
  systemCall: (number) => [addid(a7, zero, number), syscall],
  save: (offset) => [std(a0, stackPointer, offset)],
  jump: (distance) => [b(distance)],
  jumpIfFailed: (distance) => [blt(a0, zero, distance)],
  jumpIfEqual: (offset, value, distance) => [
    ldd(t0, stackPointer, offset),
    addid(t1, zero, value),
    beq(t0, t1, distance - 8),
  ],
  measure: (text) => [
    ...loong64.load(1, text),
    addid(a0, zero, 0),
    addd(t0, a1, a0),
    ldbu(t0, t0, 0),
    beq(t0, zero, 12),
    addid(a0, a0, 1),
    b(-16),
  ],
  undefinedInstruction: [undefined0],
  nullLoad: [ldd(a0, zero, 0)],
}
