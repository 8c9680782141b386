import type { SystemCall } from '../program.ts'

type SystemCalls = Readonly<Record<SystemCall, number>>

/** Numbers of arch/x86/entry/syscalls/syscall_64.tbl of the Linux sources. */
export const amd64SystemCalls: SystemCalls = {
  read: 0,
  write: 1,
  close: 3,
  sched_yield: 24,
  getpid: 39,
  socket: 41,
  bind: 49,
  listen: 50,
  execve: 59,
  kill: 62,
  uname: 63,
  geteuid: 107,
  exit_group: 231,
  openat: 257,
  ppoll: 271,
  accept4: 288,
}

/** arch/x86/entry/syscalls/syscall_32.tbl; the socket calls are there since Linux 4.3. */
export const i386SystemCalls: SystemCalls = {
  read: 3,
  write: 4,
  close: 6,
  execve: 11,
  getpid: 20,
  kill: 37,
  uname: 122,
  sched_yield: 158,
  geteuid: 201,
  exit_group: 252,
  openat: 295,
  ppoll: 309,
  socket: 359,
  bind: 361,
  listen: 363,
  accept4: 364,
}

/** include/uapi/asm-generic/unistd.h: what newer architectures share. */
export const genericSystemCalls: SystemCalls = {
  openat: 56,
  close: 57,
  read: 63,
  write: 64,
  ppoll: 73,
  exit_group: 94,
  sched_yield: 124,
  kill: 129,
  uname: 160,
  getpid: 172,
  geteuid: 175,
  socket: 198,
  bind: 200,
  listen: 201,
  execve: 221,
  accept4: 242,
}

/** arch/arm/tools/syscall.tbl, EABI. */
export const armSystemCalls: SystemCalls = {
  read: 3,
  write: 4,
  close: 6,
  execve: 11,
  getpid: 20,
  kill: 37,
  uname: 122,
  sched_yield: 158,
  geteuid: 201,
  exit_group: 248,
  socket: 281,
  bind: 282,
  listen: 284,
  openat: 322,
  ppoll: 336,
  accept4: 366,
}

/** arch/powerpc/kernel/syscalls/syscall.tbl, 64-bit. */
export const ppc64SystemCalls: SystemCalls = {
  read: 3,
  write: 4,
  close: 6,
  execve: 11,
  getpid: 20,
  kill: 37,
  geteuid: 49,
  uname: 122,
  sched_yield: 158,
  exit_group: 234,
  ppoll: 281,
  openat: 286,
  socket: 326,
  bind: 327,
  listen: 329,
  accept4: 344,
}

/** arch/s390/kernel/syscalls/syscall.tbl, 64-bit; the socket calls are there since Linux 4.3. */
export const s390xSystemCalls: SystemCalls = {
  read: 3,
  write: 4,
  close: 6,
  execve: 11,
  getpid: 20,
  kill: 37,
  uname: 122,
  sched_yield: 158,
  geteuid: 201,
  exit_group: 248,
  openat: 288,
  ppoll: 302,
  socket: 359,
  bind: 361,
  listen: 363,
  accept4: 364,
}

/** arch/mips/kernel/syscalls/syscall_n64.tbl, from 5000 on. */
export const mips64SystemCalls: SystemCalls = {
  read: 5000,
  write: 5001,
  close: 5003,
  sched_yield: 5023,
  getpid: 5038,
  socket: 5040,
  bind: 5048,
  listen: 5049,
  execve: 5057,
  kill: 5060,
  uname: 5061,
  geteuid: 5105,
  exit_group: 5205,
  openat: 5247,
  ppoll: 5261,
  accept4: 5293,
}
