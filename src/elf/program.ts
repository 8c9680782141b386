/**
 * A program as the steps its machine code takes. It never calls, so it never pushes: the stack pointer stays where the
 * kernel put it, and memory below it is free for buffers. One word at the stack pointer is the argument count, the
 * next ones are the arguments' addresses, then a zero, then the environment's.
 */
export type Program = readonly Step[]

export type Step =
  | { readonly kind: 'system-call'; readonly name: SystemCall; readonly operands: readonly Operand[] }
  /** The result of the last call or measuring goes to this word. */
  | { readonly kind: 'save'; readonly word: number }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'jump'; readonly label: string }
  | { readonly kind: 'jump-if-failed'; readonly label: string }
  | { readonly kind: 'jump-if-equal'; readonly word: number; readonly value: number; readonly label: string }
  /** The length of a zero-terminated text. */
  | { readonly kind: 'measure'; readonly text: Operand }
  | { readonly kind: 'undefined-instruction' }
  | { readonly kind: 'null-load' }
  /** Instructions of one architecture, in its units: halfwords of s390x, words of most others. */
  | { readonly kind: 'code'; readonly units: readonly number[] }

/** What a call is given: a number, an address, or what a word of the stack holds. */
export type Operand =
  | number
  /** The address of a constant text, with a zero after it. */
  | { readonly text: string }
  /** The address of a constant list of texts' addresses, with a zero after them: how arguments and environments are passed. */
  | { readonly list: readonly string[] }
  /** The address of constant bytes. */
  | { readonly bytes: Uint8Array }
  /** The address of a `sock_fprog` with these instructions for the kernel's filter of system calls, eight bytes each. */
  | { readonly filter: Uint8Array }
  /** The address of a `sockaddr_in` with this TCP port and every address of the machine. */
  | { readonly port: number }
  /** The address so many words, or bytes, from the stack pointer. */
  | { readonly stackWords: number }
  | { readonly stackBytes: number }
  /** What the word so many words from the stack pointer holds. */
  | { readonly word: number }
  /** A constant that differs between machines. */
  | { readonly constant: 'stream-socket' }

export type SystemCall =
  | 'accept4'
  | 'bind'
  | 'clone'
  | 'close'
  | 'eventfd2'
  | 'execve'
  | 'exit_group'
  | 'geteuid'
  | 'getpid'
  | 'kill'
  | 'listen'
  | 'mount'
  | 'openat'
  | 'ppoll'
  | 'prctl'
  | 'read'
  | 'sched_yield'
  | 'setgroups'
  | 'setresgid'
  | 'setresuid'
  | 'socket'
  | 'uname'
  | 'unshare'
  | 'wait4'
  | 'write'

/** A call of the kernel. */
export function call(name: SystemCall, ...operands: readonly Operand[]): Step {
  return { kind: 'system-call', name, operands }
}
