import { scriptWithoutShebang } from './broken-entrypoints.ts'
import * as crashes from './crashes.ts'
import * as endings from './endings.ts'
import { foreignEntrypoint } from './foreign-files.ts'
import * as hangs from './hangs.ts'
import { hostileApplication } from './hostile-applications.ts'
import { unameMismatch } from './lies.ts'
import { needsConfiguration } from './needs-configuration.ts'
import { neverReady } from './never-ready.ts'
import { noHandler } from './no-handler.ts'
import type { AcceptanceRow } from './row.ts'
import { scratchWithoutShell } from './scratch-without-shell.ts'
import { setUserId } from './set-user-id.ts'
import { slowStart } from './slow-start.ts'
import { windowsEntry } from './windows-entry.ts'

const http = ['--http', '8080']

/** What containers show, on an amd64 host that emulates arm64. */
export const runRows: readonly AcceptanceRow[] = [
  {
    title: 'arm64 reads address zero',
    make: crashes.segfault,
    flags: http,
    exitCode: 4,
    codes: ['run/crash'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'riscv64 reads address zero, and its emulator says nothing',
    make: crashes.silentSegfault,
    flags: http,
    exitCode: 4,
    codes: ['run/crash'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'arm64 executes what no CPU knows',
    make: crashes.illegalInstruction,
    flags: http,
    exitCode: 4,
    codes: ['run/crash'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'arm64 aborts',
    make: crashes.aborted,
    flags: http,
    exitCode: 4,
    codes: ['run/crash'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'both read address zero',
    make: crashes.segfaultEverywhere,
    flags: http,
    exitCode: 1,
    codes: ['run/crash'],
  },
  {
    title: 'arm64 computes for ever',
    make: hangs.loop,
    flags: [...http, '--timeout', '5s'],
    exitCode: 4,
    codes: ['run/hang'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'arm64 sleeps for ever',
    make: hangs.sleeper,
    flags: [...http, '--timeout', '5s'],
    exitCode: 4,
    codes: ['run/hang'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'both compute for ever',
    make: hangs.loopEverywhere,
    flags: [...http, '--timeout', '5s'],
    exitCode: 1,
    codes: ['run/hang'],
  },
  {
    title: 'arm64 listens on another port',
    make: hangs.otherPort,
    flags: [...http, '--timeout', '5s'],
    exitCode: 1,
    codes: ['run/port-not-listening'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'arm64 answers with 500',
    make: hangs.serverError,
    flags: [...http, '--timeout', '5s'],
    exitCode: 1,
    codes: ['run/health-unexpected'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'a uname that names another architecture',
    make: unameMismatch,
    exitCode: 1,
    codes: ['run/uname-mismatch'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'an amd64 application that answers on arm64',
    make: foreignEntrypoint,
    flags: http,
    exitCode: 1,
    codes: ['rootfs/foreign-entrypoint', 'run/not-emulated'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  {
    title: 'a script that no engine executes',
    make: scriptWithoutShebang,
    exitCode: 1,
    codes: ['rootfs/entrypoint-no-shebang', 'run/entrypoint-failed'],
    never: ['execution/no-handler'],
  },
  {
    title: 'busy and not ready when the time is over',
    make: neverReady,
    flags: [...http, '--timeout', '5s'],
    exitCode: 1,
    codes: ['run/health-timeout'],
  },
  {
    title: 'more memory wanted than allowed',
    make: (registry) => hostileApplication(registry, 'eats memory'),
    flags: ['--memory', '64MiB'],
    exitCode: 1,
    codes: ['run/out-of-memory'],
  },
  {
    title: 'arm64 ends at once',
    make: endings.exitsEarly,
    flags: http,
    exitCode: 1,
    codes: ['run/exited-early'],
    verdicts: { 'linux/amd64': 'passed' },
  },
  { title: 'a command that ends with 0', make: endings.finishes, exitCode: 0 },
  {
    title: 'a command that ends with 7, as it should',
    make: endings.finishesWithSeven,
    flags: ['--expect', 'exit:7'],
    exitCode: 0,
  },
  {
    title: 'a platform this host cannot run',
    make: (registry) => noHandler(registry),
    exitCode: 3,
    codes: ['execution/no-handler'],
    verdicts: { 'linux/amd64': 'passed', 'linux/arm64': 'passed' },
  },
  {
    title: 'Windows asked for',
    make: windowsEntry,
    flags: ['--platform', 'windows/amd64'],
    exitCode: 3,
    codes: ['execution/platform-unsupported'],
  },
  { title: 'one static program and no shell', make: scratchWithoutShell, flags: http, exitCode: 0 },
  {
    title: 'settings are wanted and none given',
    make: needsConfiguration,
    exitCode: 3,
    codes: ['run/needs-configuration'],
  },
  {
    title: 'settings are wanted and given',
    make: needsConfiguration,
    flags: [...http, '--env', 'DATABASE_URL=postgres://db'],
    exitCode: 0,
  },
  { title: 'ten times slower under emulation', make: (registry) => slowStart(registry), flags: http, exitCode: 0 },
  {
    title: 'a set-user-ID program under a handler without C',
    make: setUserId,
    flags: http,
    exitCode: 4,
    codes: ['execution/setuid-unavailable'],
    verdicts: { 'linux/amd64': 'passed' },
  },
]
