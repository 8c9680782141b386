import { expect } from 'vitest'
import { acceptedMachines } from '../emulation/expected-uname.ts'
import { formatPlatform, normalizePlatform, parsePlatform, type Platform } from '../oci/platform.ts'
import { currentRun } from './current-run.ts'
import type { CommandResult, FileInfo, UnameInfo } from './protocol.ts'

/** What `expect` can say of what the fixtures give. */
export interface PlatformMatchers<R = void> {
  /** Of a command's result: it ended with this exit code. */
  toExitWith(exitCode: number): R
  /**
   * Of what `uname -m` said (a text, the result of the command, what the fixture `uname` gives): it is a name of this
   * platform. @default the platform under test
   */
  toReportArchitecture(platform?: string): R
  /** Of a file: its machine code is for this platform's architecture. @default the platform under test */
  toBeBuiltFor(platform?: string): R
}

declare module 'vitest' {
  // Only with the very parameters that vitest gives it is it the one of vitest.
  // oxlint-disable-next-line no-unused-vars, no-empty-object-type
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends PlatformMatchers<R> {}
}

/** vitest's `expect`, with the matchers of a platform under test. */
export const expectOfPlatform = expect

type Reported = string | CommandResult | UnameInfo

expect.extend({
  toExitWith(received: CommandResult, exitCode: number) {
    const said = [received.stdout, received.stderr].map((it) => it.trim().slice(-2000)).filter(Boolean)
    return {
      pass: received.exitCode === exitCode,
      expected: exitCode,
      actual: received.exitCode,
      message: () =>
        `expected the command ${this.isNot ? 'not ' : ''}to exit with ${exitCode}, it exited with ${received.exitCode}` +
        said.map((text) => `\n${text}`).join(''),
    }
  },
  toReportArchitecture(received: Reported, platform?: string) {
    const machine = machineOf(received)
    const accepted = platform === undefined ? currentRun().target.acceptedMachines : machinesOf(platform)
    const name = platform ?? currentRun().target.platform
    return {
      pass: accepted.includes(machine),
      expected: accepted,
      actual: machine,
      message: () =>
        `expected uname -m ${this.isNot ? 'not ' : ''}to name ${name} (${accepted.join(' or ')}), it says ${machine}`,
    }
  },
  toBeBuiltFor(received: FileInfo | undefined, platform?: string) {
    const wanted = normalizePlatform(parsePlatform(platform ?? currentRun().target.platform))
    const found =
      received === undefined
        ? 'there is no such file'
        : `${received.path} ${received.architecture === undefined ? 'holds no machine code' : `is built for ${received.architecture}`}`
    return {
      pass: received?.architecture === wanted.architecture,
      expected: wanted.architecture,
      actual: received?.architecture,
      message: () => `expected a file ${this.isNot ? 'not ' : ''}built for ${formatPlatform(wanted)}: ${found}`,
    }
  },
})

function machineOf(reported: Reported): string {
  if (typeof reported === 'string') return reported.trim()
  return 'machine' in reported ? reported.machine : reported.stdout.trim()
}

/** However it is run. */
function machinesOf(name: string): readonly string[] {
  const platform: Platform = parsePlatform(name)
  const question = { platform, hostArchitecture: platform.architecture }
  return [...new Set([...acceptedMachines(question), ...acceptedMachines({ ...question, emulator: 'qemu-' })])]
}
