import type { Machine } from '../machine.ts'
import { genericSystemCalls } from './system-calls.ts'

/** Registers: arguments and result in x0…, the call's number in x8. Scratch: x9. */
const stackPointer = 31
const zero = 31

const movz = (rd: number, value: number) => 0xd2800000 | (value << 5) | rd
const movk16 = (rd: number, value: number) => 0xf2a00000 | (value << 5) | rd
const add = (rd: number, rn: number, value: number) => 0x91000000 | (value << 10) | (rn << 5) | rd
const sub = (rd: number, rn: number, value: number) => 0xd1000000 | (value << 10) | (rn << 5) | rd
const cmp = (rn: number, value: number) => 0xf1000000 | (value << 10) | (rn << 5) | zero
const ldur = (rt: number, rn: number, offset: number) => 0xf8400000 | ((offset & 0x1ff) << 12) | (rn << 5) | rt
const stur = (rt: number, rn: number, offset: number) => 0xf8000000 | ((offset & 0x1ff) << 12) | (rn << 5) | rt
const ldrb = (rt: number, rn: number, rm: number) => 0x38606800 | (rm << 16) | (rn << 5) | rt
const b = (distance: number) => 0x14000000 | ((distance >> 2) & 0x3ffffff)
const beq = (distance: number) => 0x54000000 | (((distance >> 2) & 0x7ffff) << 5)
const cbz = (rt: number, distance: number) => 0xb4000000 | (((distance >> 2) & 0x7ffff) << 5) | rt
/** Jumps when the register is negative: its sign bit is set. */
const tbnz63 = (rt: number, distance: number) => 0xb7f80000 | (((distance >> 2) & 0x3fff) << 5) | rt
const svc = 0xd4000001
const udf = 0x00000000

export const arm64: Machine = {
  elf: { wordBits: 64, byteOrder: 'little', machine: 183, flags: 0 },
  unitBytes: 4,
  systemCalls: genericSystemCalls,
  streamSocket: 1,
  load(register, value) {
    switch (value.kind) {
      case 'constant':
        return [movz(register, value.value & 0xffff), movk16(register, value.value >>> 16)]
      case 'stack-address':
        return [
          value.offset < 0 ? sub(register, stackPointer, -value.offset) : add(register, stackPointer, value.offset),
        ]
      case 'stack-word':
        return [ldur(register, stackPointer, value.offset)]
    }
  },
  systemCall: (number) => [movz(8, number), svc],
  save: (offset) => [stur(0, stackPointer, offset)],
  jump: (distance) => [b(distance)],
  jumpIfFailed: (distance) => [tbnz63(0, distance)],
  jumpIfEqual: (offset, value, distance) => [ldur(9, stackPointer, offset), cmp(9, value), beq(distance - 8)],
  measure: (text) => [...arm64.load(1, text), movz(0, 0), ldrb(9, 1, 0), cbz(9, 12), add(0, 0, 1), b(-12)],
  undefinedInstruction: [udf],
  nullLoad: [movz(0, 0), ldur(0, 0, 0)],
}
