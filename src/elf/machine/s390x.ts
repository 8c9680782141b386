import type { Machine } from '../machine.ts'
import { s390xSystemCalls } from './system-calls.ts'

/** Arguments and result in r2…, the call's number in r1. Scratch: r0. Code is written in halfwords. */
const stackPointer = 15

const llilf = (r1: number, value: number) => [0xc00f | (r1 << 4), ...halves(value)]
const lghi = (r1: number, value: number) => [0xa709 | (r1 << 4), value & 0xffff]
const lay = (r1: number, base: number, offset: number) => indexed(0x71, r1, 0, base, offset)
const lg = (r1: number, base: number, offset: number) => indexed(0x04, r1, 0, base, offset)
const stg = (r1: number, base: number, offset: number) => indexed(0x24, r1, 0, base, offset)
const llgc = (r1: number, index: number, base: number) => indexed(0x90, r1, index, base, 0)
const ltgr = (r1: number, r2: number) => [0xb902, (r1 << 4) | r2]
const cgfi = (r1: number, value: number) => [0xc20c | (r1 << 4), ...halves(value)]
/** Branches count in halfwords, from their own start. */
const j = (distance: number) => [0xc0f4, ...halves(distance >> 1)]
const je = (distance: number) => [0xc084, ...halves(distance >> 1)]
const jl = (distance: number) => [0xc044, ...halves(distance >> 1)]
const svc = 0x0a00
const illegal = 0x0000

const halves = (value: number) => [(value >>> 16) & 0xffff, value & 0xffff]
/** The displacement's low twelve bits come before its high eight. */
const indexed = (code: number, r1: number, index: number, base: number, offset: number) => [
  0xe300 | (r1 << 4) | index,
  (base << 12) | (offset & 0xfff),
  (((offset >> 12) & 0xff) << 8) | code,
]

export const s390x: Machine = {
  elf: { wordBits: 64, byteOrder: 'big', machine: 22, flags: 0 },
  unitBytes: 2,
  systemCalls: s390xSystemCalls,
  streamSocket: 1,
  load(argument, value) {
    const register = 2 + argument
    switch (value.kind) {
      case 'constant':
        return llilf(register, value.value)
      case 'stack-address':
        return lay(register, stackPointer, value.offset)
      case 'stack-word':
        return lg(register, stackPointer, value.offset)
    }
  },
  systemCall: (number) => [...lghi(1, number), svc],
  save: (offset) => stg(2, stackPointer, offset),
  jump: (distance) => j(distance),
  jumpIfFailed: (distance) => [...ltgr(2, 2), ...jl(distance - 4)],
  jumpIfEqual: (offset, value, distance) => [...lg(0, stackPointer, offset), ...cgfi(0, value), ...je(distance - 12)],
  measure: (text) => [
    ...s390x.load(1, text),
    ...lghi(2, 0),
    ...llgc(0, 2, 3),
    ...ltgr(0, 0),
    ...je(18),
    ...lay(2, 2, 1),
    ...j(-22),
  ],
  undefinedInstruction: [illegal],
  nullLoad: [...lghi(2, 0), ...lg(2, 2, 0)],
}
