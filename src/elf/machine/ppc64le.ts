import type { Machine } from '../machine.ts'
import { ppc64SystemCalls } from './system-calls.ts'

/** Arguments and result in r3…, the call's number in r0, an error told by the summary-overflow bit. Scratch: r9. */
const stackPointer = 1

const li = (rt: number, value: number) => addi(rt, 0, value)
const lis = (rt: number, value: number) => immediate(0x3c000000, rt, 0, value)
const addi = (rt: number, ra: number, value: number) => immediate(0x38000000, rt, ra, value)
const ori = (rt: number, value: number) => immediate(0x60000000, rt, rt, value)
const ld = (rt: number, ra: number, offset: number) => immediate(0xe8000000, rt, ra, offset)
const std = (rt: number, ra: number, offset: number) => immediate(0xf8000000, rt, ra, offset)
const lbzx = (rt: number, ra: number, rb: number) => 0x7c0000ae | (rt << 21) | (ra << 16) | (rb << 11)
const cmpdi = (ra: number, value: number) => immediate(0x2c200000, 0, ra, value)
const b = (distance: number) => 0x48000000 | (distance & 0x3fffffc)
const beq = (distance: number) => 0x41820000 | (distance & 0xfffc)
const bso = (distance: number) => 0x41830000 | (distance & 0xfffc)
const sc = 0x44000002
const illegal = 0x00000000

const immediate = (code: number, rt: number, ra: number, value: number) =>
  code | (rt << 21) | (ra << 16) | (value & 0xffff)

export const ppc64le: Machine = {
  /** ELFv2: the entry point is code, not a function descriptor. */
  elf: { wordBits: 64, byteOrder: 'little', machine: 21, flags: 2 },
  unitBytes: 4,
  systemCalls: ppc64SystemCalls,
  streamSocket: 1,
  load(argument, value) {
    const register = 3 + argument
    switch (value.kind) {
      case 'constant':
        return [lis(register, value.value >>> 16), ori(register, value.value)]
      case 'stack-address':
        return [addi(register, stackPointer, value.offset)]
      case 'stack-word':
        return [ld(register, stackPointer, value.offset)]
    }
  },
  systemCall: (number) => [li(0, number), sc],
  save: (offset) => [std(3, stackPointer, offset)],
  jump: (distance) => [b(distance)],
  jumpIfFailed: (distance) => [bso(distance)],
  jumpIfEqual: (offset, value, distance) => [ld(9, stackPointer, offset), cmpdi(9, value), beq(distance - 8)],
  measure: (text) => [...ppc64le.load(1, text), li(3, 0), lbzx(9, 4, 3), cmpdi(9, 0), beq(12), addi(3, 3, 1), b(-16)],
  undefinedInstruction: [illegal],
  nullLoad: [li(3, 0), ld(3, 3, 0)],
}
