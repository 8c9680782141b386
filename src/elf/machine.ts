import type { SystemCall } from './program.ts'

/** What is different between architectures: how a step is said in machine code. */
export interface Machine {
  readonly elf: {
    readonly wordBits: 32 | 64
    readonly byteOrder: 'little' | 'big'
    readonly machine: number
    readonly flags: number
  }
  /** The size of the units below: 1 for bytes, 2 for halfwords, 4 for words. */
  readonly unitBytes: 1 | 2 | 4
  readonly systemCalls: Readonly<Record<SystemCall, number>>
  /** `SOCK_STREAM`. */
  readonly streamSocket: number
  /** Puts a value into the register of a call's nth argument. Its length must not depend on the value. */
  load(argument: number, value: Value): Units
  /** Calls the kernel. */
  systemCall(number: number): Units
  /** Stores the result at so many bytes from the stack pointer. */
  save(offset: number): Units
  /** Jumps; `distance` is in bytes, from the start of these units to the target. */
  jump(distance: number): Units
  jumpIfFailed(distance: number): Units
  /** Jumps when the word at so many bytes from the stack pointer is `value`. */
  jumpIfEqual(offset: number, value: number, distance: number): Units
  /** The result becomes the length of the zero-terminated text at this address. */
  measure(text: Value): Units
  readonly undefinedInstruction: Units
  readonly nullLoad: Units
}

/** Machine code in the machine's byte order. */
export type Units = readonly number[]

/** A value to load; offsets are in bytes from the stack pointer and less than 2048 away. */
export type Value =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'stack-address'; readonly offset: number }
  | { readonly kind: 'stack-word'; readonly offset: number }
