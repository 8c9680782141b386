/** A line the emulator itself wrote to the container's standard error. */
export type EmulatorLine =
  | { readonly kind: 'signal'; readonly signal: number; readonly line: string }
  | { readonly kind: 'unsupported'; readonly line: string }
  | { readonly kind: 'loader'; readonly line: string }
  /** It failed itself. */
  | { readonly kind: 'internal'; readonly line: string }

// linux-user/signal.c, dump_core_and_abort
const uncaughtSignal = /^(?:qemu(?:-[a-z0-9_]+)?): uncaught target signal (\d{1,2}) /
// linux-user/syscall.c and the CPU loops
const unsupported =
  /^(?:qemu(?:-[a-z0-9_]+)?): (?:Unsupported (?:syscall|ioctl|setsockopt|target)|unhandled CPU exception)/i
const loader = /^(?:qemu-[a-z0-9_]+): Could not open '[^']+'|^rosetta error: /
// die_from_signal, cpu_exit_tb_from_sighandler, the threads' start, and GLib's words for a failed assertion of its sources
const internal =
  /^(?:qemu[-a-z0-9_]*: ?)?(?:QEMU internal SIG|handle_cpu_signal |qemu_thread_create: )|^(?:Bail out! )?ERROR:(?:\.\.\/)*(?:accel\/tcg|linux-user|tcg|util|target\/\w+)\//

/** What a log line says of the emulator, if it is the emulator that speaks. */
export function readEmulatorLine(line: string): EmulatorLine | undefined {
  const signal = uncaughtSignal.exec(line)?.[1]
  if (signal !== undefined) return { kind: 'signal', signal: Number(signal), line }
  if (unsupported.test(line)) return { kind: 'unsupported', line }
  if (internal.test(line)) return { kind: 'internal', line }
  if (loader.test(line)) return { kind: 'loader', line }
  return undefined
}

/** The runtime's own words when the kernel would not execute the entrypoint: `exec /run.sh: exec format error`. */
export function readRuntimeRefusal(line: string): string | undefined {
  const match =
    /^exec (?:container process )?`?([^`:]+)`?: (exec format error|no such file or directory|permission denied|is a directory)$/i.exec(
      line,
    )
  return match === null ? undefined : line
}
