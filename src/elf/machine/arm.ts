import type { Machine } from '../machine.ts'
import { armSystemCalls } from './system-calls.ts'

/**
 * ARMv5 code: no movw, no Thumb, so that it runs on every 32-bit variant. Arguments and result in r0…, the call's
 * number in r7. Scratch: r12.
 */
const stackPointer = 13

const mov = (rd: number, byte: number) => 0xe3a00000 | (rd << 12) | byte
/** Rotated right by twice `rotate`: 12, 8 and 4 put the byte at bit 8, 16 and 24. */
const orr = (rd: number, byte: number, rotate: number) => 0xe3800000 | (rd << 16) | (rd << 12) | (rotate << 8) | byte
const add = (rd: number, rn: number, rm: number) => 0xe0800000 | (rn << 16) | (rd << 12) | rm
const addne1 = (rd: number) => 0x12800001 | (rd << 16) | (rd << 12)
const cmp = (rn: number, byte: number) => 0xe3500000 | (rn << 16) | byte
const ldr = (rt: number, rn: number, offset: number) => transfer(0xe5100000, rt, rn, offset)
const str = (rt: number, rn: number, offset: number) => transfer(0xe5000000, rt, rn, offset)
const ldrb = (rt: number, rn: number, rm: number) => 0xe7d00000 | (rn << 16) | (rt << 12) | rm
/** A branch counts from two instructions on. */
const b = (distance: number) => 0xea000000 | target(distance)
const beq = (distance: number) => 0x0a000000 | target(distance)
const bne = (distance: number) => 0x1a000000 | target(distance)
const bmi = (distance: number) => 0x4a000000 | target(distance)
const svc = 0xef000000
const udf = 0xe7f000f0

const target = (distance: number) => ((distance - 8) >> 2) & 0xffffff
/** The offset's sign is a bit of its own. */
const transfer = (code: number, rt: number, rn: number, offset: number) =>
  code | (offset < 0 ? 0 : 1 << 23) | (rn << 16) | (rt << 12) | Math.abs(offset)
const constant = (rd: number, value: number) => [
  mov(rd, value & 0xff),
  orr(rd, (value >>> 8) & 0xff, 12),
  orr(rd, (value >>> 16) & 0xff, 8),
  orr(rd, value >>> 24, 4),
]

export const arm: Machine = {
  /** EABI version 5, soft-float. */
  elf: { wordBits: 32, byteOrder: 'little', machine: 40, flags: 0x05000200 },
  unitBytes: 4,
  systemCalls: armSystemCalls,
  streamSocket: 1,
  load(register, value) {
    switch (value.kind) {
      case 'constant':
        return constant(register, value.value)
      case 'stack-address':
        return [...constant(register, value.offset), add(register, stackPointer, register)]
      case 'stack-word':
        return [ldr(register, stackPointer, value.offset)]
    }
  },
  systemCall: (number) => [...constant(7, number), svc],
  save: (offset) => [str(0, stackPointer, offset)],
  jump: (distance) => [b(distance)],
  jumpIfFailed: (distance) => [cmp(0, 0), bmi(distance - 4)],
  jumpIfEqual: (offset, value, distance) => [ldr(12, stackPointer, offset), cmp(12, value), beq(distance - 8)],
  measure: (text) => [...arm.load(1, text), mov(0, 0), ldrb(12, 1, 0), cmp(12, 0), addne1(0), bne(-12)],
  undefinedInstruction: [udf],
  nullLoad: [mov(0, 0), ldr(0, 0, 0)],
}
