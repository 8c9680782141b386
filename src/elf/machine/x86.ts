import type { Machine } from '../machine.ts'
import { amd64SystemCalls, i386SystemCalls } from './system-calls.ts'

/** amd64: result and number in rax. */
export const amd64 = createX86({
  elf: { wordBits: 64, byteOrder: 'little', machine: 62, flags: 0 },
  systemCalls: amd64SystemCalls,
  /** rdi, rsi, rdx, r10, r8, r9 */
  argumentRegisters: [7, 6, 2, 10, 8, 9],
  /** syscall */
  enterKernel: [0x0f, 0x05],
  /** mov eax, [0]: in 64-bit code an address without a register needs the long form. */
  nullLoad: [0x8b, 0x04, 0x25, 0, 0, 0, 0],
})

/** 386: result and number in eax. */
export const i386 = createX86({
  elf: { wordBits: 32, byteOrder: 'little', machine: 3, flags: 0 },
  systemCalls: i386SystemCalls,
  /** ebx, ecx, edx, esi, edi, ebp */
  argumentRegisters: [3, 1, 2, 6, 7, 5],
  /** int 0x80 */
  enterKernel: [0xcd, 0x80],
  nullLoad: [0xa1, 0, 0, 0, 0],
})

interface X86 extends Pick<Machine, 'elf' | 'systemCalls' | 'nullLoad'> {
  readonly argumentRegisters: readonly number[]
  readonly enterKernel: readonly number[]
}

function createX86({ elf, systemCalls, argumentRegisters, enterKernel, nullLoad }: X86): Machine {
  const wide = elf.wordBits === 64
  /** The prefix for 64 bits (W), with another bit (R) for an operation's register from r8 on. */
  const rexW = (register = 0) => (wide ? [register < 8 ? 0x48 : 0x4c] : [])

  const lea = (register: number, offset: number) => [...rexW(register), 0x8d, ...onStack(register, offset)]
  const movLoad = (register: number, offset: number) => [...rexW(register), 0x8b, ...onStack(register, offset)]
  const movStore = (offset: number) => [...rexW(), 0x89, ...onStack(0, offset)]
  const cmp = (offset: number, value: number) => [...rexW(), 0x81, ...onStack(7, offset), ...int(value)]
  const testResult = [...rexW(), 0x85, 0xc0]
  const incResult = [...rexW(), 0xff, 0xc0]

  const textRegister = argumentRegisters[0] ?? 0
  const load: Machine['load'] = (argument, value) => {
    const register = argumentRegisters[argument] ?? 0
    switch (value.kind) {
      case 'constant':
        return movImmediate(register, value.value)
      case 'stack-address':
        return lea(register, value.offset)
      case 'stack-word':
        return movLoad(register, value.offset)
    }
  }
  return {
    elf,
    unitBytes: 1,
    systemCalls,
    streamSocket: 1,
    load,
    systemCall: (number) => [...movImmediate(0, number), ...enterKernel],
    save: movStore,
    jump: (distance) => [0xe9, ...int(distance - 5)],
    jumpIfFailed: (distance) => [...testResult, ...js(distance - testResult.length)],
    jumpIfEqual: (offset, value, distance) => {
      const compare = cmp(offset, value)
      return [...compare, ...je(distance - compare.length)]
    },
    measure: (text) => {
      const end = [...incResult, 0xeb, -(cmpByte(0).length + 2 + incResult.length + 2) & 0xff]
      return [...load(0, text), ...xorResult, ...cmpByte(textRegister), 0x74, end.length, ...end]
    },
    /** ud2 */
    undefinedInstruction: [0x0f, 0x0b],
    nullLoad,
  }
}

/** The opcode's own register from r8 on takes a prefix (B). */
const movImmediate = (register: number, value: number) => [
  ...(register < 8 ? [] : [0x41]),
  0xb8 | (register & 7),
  ...int(value),
]
const xorResult = [0x31, 0xc0]
/** cmp byte [text + result], 0 */
const cmpByte = (text: number) => [0x80, 0x3c, text, 0]

/** Jumps count from the instruction after them. */
const js = (distance: number) => [0x0f, 0x88, ...int(distance - 6)]
const je = (distance: number) => [0x0f, 0x84, ...int(distance - 6)]

/** The operand bytes for a register and what lies at an offset from the stack pointer. */
const onStack = (register: number, offset: number) => [0x84 | ((register & 7) << 3), 0x24, ...int(offset)]
const int = (value: number) => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff]
