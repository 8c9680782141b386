import { normalizePlatform, type Platform } from '../oci/platform.ts'
import { isNativeTo } from './host.ts'

export interface MachineQuestion {
  readonly platform: Platform
  /** The engine's architecture in OCI's words: `amd64`. */
  readonly hostArchitecture: string
  /** `qemu-aarch64`, `rosetta`, …; absent when it runs natively. */
  readonly emulator?: string
  /** The CPU that QEMU was told to be, where it was. */
  readonly qemuCpu?: string
}

/** What the kernel, or QEMU in its place, calls an architecture where there is only one name for it. */
const kernelNames: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  arm64be: 'aarch64_be',
  loong64: 'loongarch64',
  mipsle: 'mips',
  mips64le: 'mips64',
  riscv: 'riscv32',
}

/** `COMPAT_UTS_MACHINE`: what a 64-bit kernel calls its 32-bit self when a process asks for that personality. */
const compatNames: Readonly<Record<string, string>> = { '386': 'i686', arm: 'armv8l' }

const i386Names = ['i386', 'i486', 'i586', 'i686']
/** From the oldest to the newest; a platform's variant promises no more than the first of its own. */
const armNames = ['armv5tel', 'armv5tejl', 'armv6l', 'armv7l', 'armv8l']
const firstArmName: Readonly<Record<string, string>> = { v5: 'armv5tel', v6: 'armv6l', v7: 'armv7l', v8: 'armv8l' }

/**
 * What `uname -m` may print for a platform, depending on what executes it. No answer outside the set is right; an answer
 * inside proves little, for variants and byte orders share names.
 */
export function acceptedMachines(question: MachineQuestion): readonly string[] {
  const platform = normalizePlatform(question.platform)
  const { emulator, hostArchitecture } = question
  if (emulator !== undefined) return emulatedMachines(platform.architecture, emulator, question.qemuCpu)
  return isNativeTo(hostArchitecture, platform)
    ? nativeMachines(platform, hostArchitecture)
    : emulatedMachines(platform.architecture, 'unknown', question.qemuCpu)
}

function nativeMachines({ architecture, variant }: Platform, host: string): readonly string[] {
  if (architecture !== host) return [nameOf(host), compatNames[architecture] ?? nameOf(architecture)]
  if (architecture === '386') return i386Names
  if (architecture === 'arm') return armNames.slice(armNames.indexOf(firstArmName[variant ?? 'v7'] ?? 'armv7l'))
  return [nameOf(architecture)]
}

function emulatedMachines(architecture: string, emulator: string, qemuCpu: string | undefined): readonly string[] {
  if (emulator.startsWith('qemu-')) return qemuMachines(architecture, qemuCpu)
  switch (architecture) {
    // Rosetta, FEX and their like leave a 32-bit program the 64-bit kernel's name, or translate it.
    case '386':
      return ['i686', 'x86_64']
    case 'arm':
      return ['armv7l', 'armv8l', 'aarch64']
    default:
      return [nameOf(architecture)]
  }
}

/** https://gitlab.com/qemu-project/qemu/-/blob/master/linux-user/uname.c */
function qemuMachines(architecture: string, qemuCpu: string | undefined): readonly string[] {
  switch (architecture) {
    case '386':
      return qemuCpu === undefined ? ['i686'] : ['i686', 'i586', 'i486']
    case 'arm':
      return qemuCpu === undefined ? ['armv7l'] : ['armv7l', 'armv6l', 'armv5tel']
    case 'armbe':
      return ['armv7b']
    default:
      return [nameOf(architecture)]
  }
}

function nameOf(architecture: string): string {
  return kernelNames[architecture] ?? architecture
}
