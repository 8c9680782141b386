import { expect, test } from 'vitest'
import { readEmulatorLine, readRuntimeRefusal } from '../../../src/run/emulator-log.ts'

test.each([
  ['qemu: uncaught target signal 11 (Segmentation fault) - core dumped', 11],
  ['qemu: uncaught target signal 4 (Illegal instruction) - core dumped', 4],
  ['qemu-aarch64: uncaught target signal 6 (Aborted) - core dumped', 6],
])('"%s" is the death of the guest', (line, signal) => {
  expect(readEmulatorLine(line)).toEqual({ kind: 'signal', signal, line })
})

test.each([
  ['qemu: Unsupported syscall: 435', 'unsupported'],
  ['qemu-arm: unhandled CPU exception 0x10006 - aborting', 'unsupported'],
  ["qemu-x86_64: Could not open '/lib64/ld-linux-x86-64.so.2': No such file or directory", 'loader'],
  ['rosetta error: failed to open elf at /lib64/ld-linux-x86-64.so.2', 'loader'],
])('"%s" is the emulator speaking', (line, kind) => {
  expect(readEmulatorLine(line)?.kind).toBe(kind)
})

test.each([
  'Segmentation fault (core dumped)',
  'my app: qemu: uncaught target signal 11 (Segmentation fault)',
  'INFO qemu-img resized the disk',
  '',
])('"%s" is the application speaking', (line) => {
  expect(readEmulatorLine(line)).toBeUndefined()
})

test.each([
  'exec /run.sh: exec format error',
  'exec /app/server: no such file or directory',
  'exec /app: permission denied',
  'exec container process `/app`: Exec format error',
])('"%s" is the runtime refusing the entrypoint', (line) => {
  expect(readRuntimeRefusal(line)).toBe(line)
})

test.each(['sh: exec: line 1: /app: exec format error', 'cannot exec /app: permission denied', 'exec /app: killed'])(
  '"%s" is not the runtime',
  (line) => {
    expect(readRuntimeRefusal(line)).toBeUndefined()
  },
)

test.each([
  'ERROR:../../accel/tcg/cpu-exec.c:954:cpu_exec: assertion failed: (cpu == current_cpu)',
  'Bail out! ERROR:../../accel/tcg/cpu-exec.c:954:cpu_exec: assertion failed: (cpu == current_cpu)',
  'qemu: qemu_thread_create: Resource temporarily unavailable',
  'QEMU internal SIGSEGV {code=MAPERR, addr=0x20}',
  'qemu-x86_64: QEMU internal SIGILL {code=ILLOPC, addr=0x59b69e5d7a37}',
  'qemu:handle_cpu_signal received signal outside vCPU context @ pc=0x7f61d3',
])('"%s" is the emulator that failed itself', (line) => {
  expect(readEmulatorLine(line)).toEqual({ kind: 'internal', line })
})

test.each(['ERROR: relation "users" does not exist', 'ERROR:root:could not open ../util/cache', 'Bail out!'])(
  '"%s" is the application',
  (line) => {
    expect(readEmulatorLine(line)).toBeUndefined()
  },
)
