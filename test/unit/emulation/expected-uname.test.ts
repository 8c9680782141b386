import { describe, expect, it } from 'vitest'
import { acceptedMachines } from '../../../src/emulation/expected-uname.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'

/** What executes it: the host's CPU (absent), or an emulator. */
type Row = readonly [platform: string, host: string, emulator: string | undefined, accepted: string]

const native: readonly Row[] = [
  ['linux/amd64', 'amd64', undefined, 'x86_64'],
  ['linux/amd64/v3', 'amd64', undefined, 'x86_64'],
  ['linux/386', 'amd64', undefined, 'x86_64 i686'],
  ['linux/386', '386', undefined, 'i386 i486 i586 i686'],
  ['linux/arm64', 'arm64', undefined, 'aarch64'],
  ['linux/arm64/v9', 'arm64', undefined, 'aarch64'],
  ['linux/arm/v7', 'arm64', undefined, 'aarch64 armv8l'],
  ['linux/arm/v6', 'arm64', undefined, 'aarch64 armv8l'],
  ['linux/arm/v5', 'arm64', undefined, 'aarch64 armv8l'],
  ['linux/arm/v7', 'arm', undefined, 'armv7l armv8l'],
  ['linux/arm/v6', 'arm', undefined, 'armv6l armv7l armv8l'],
  ['linux/arm/v5', 'arm', undefined, 'armv5tel armv5tejl armv6l armv7l armv8l'],
  ['linux/ppc64le', 'ppc64le', undefined, 'ppc64le'],
  ['linux/s390x', 's390x', undefined, 's390x'],
  ['linux/riscv64', 'riscv64', undefined, 'riscv64'],
  ['linux/mips64le', 'mips64le', undefined, 'mips64'],
  ['linux/mips64', 'mips64', undefined, 'mips64'],
  ['linux/loong64', 'loong64', undefined, 'loongarch64'],
]

const qemu: readonly Row[] = [
  ['linux/amd64', 'arm64', 'qemu-x86_64', 'x86_64'],
  ['linux/amd64', 'amd64', 'qemu-x86_64', 'x86_64'],
  ['linux/386', 'arm64', 'qemu-i386', 'i686'],
  ['linux/386', 'amd64', 'qemu-i386', 'i686'],
  ['linux/arm64', 'amd64', 'qemu-aarch64', 'aarch64'],
  ['linux/arm/v7', 'amd64', 'qemu-arm', 'armv7l'],
  ['linux/arm/v6', 'amd64', 'qemu-arm', 'armv7l'],
  ['linux/arm/v5', 'amd64', 'qemu-arm', 'armv7l'],
  ['linux/arm/v7', 'arm64', 'qemu-arm', 'armv7l'],
  ['linux/ppc64le', 'amd64', 'qemu-ppc64le', 'ppc64le'],
  ['linux/s390x', 'arm64', 'qemu-s390x', 's390x'],
  ['linux/riscv64', 'amd64', 'qemu-riscv64', 'riscv64'],
  ['linux/mips64le', 'amd64', 'qemu-mips64el', 'mips64'],
  ['linux/mips64', 'amd64', 'qemu-mips64', 'mips64'],
  ['linux/loong64', 'amd64', 'qemu-loongarch64', 'loongarch64'],
]

const others: readonly Row[] = [
  ['linux/amd64', 'arm64', 'rosetta', 'x86_64'],
  ['linux/amd64', 'arm64', 'fex', 'x86_64'],
  ['linux/386', 'arm64', 'fex', 'i686 x86_64'],
  ['linux/arm/v7', 'amd64', 'unknown', 'armv7l armv8l aarch64'],
  ['linux/s390x', 'amd64', 'unknown', 's390x'],
  // A foreign platform that nobody said is emulated cannot be native all the same.
  ['linux/arm64', 'amd64', undefined, 'aarch64'],
  ['linux/amd64', 'arm64', undefined, 'x86_64'],
]

describe('what uname -m may print', () => {
  it.each([...native, ...qemu, ...others])('%s on %s, executed by %s: %s', (platform, host, emulator, accepted) => {
    const machines = acceptedMachines({
      platform: parsePlatform(platform),
      hostArchitecture: host,
      ...(emulator === undefined ? {} : { emulator }),
    })
    expect(machines).toStrictEqual(accepted.split(' '))
  })

  it.each([
    ['linux/arm/v5', 'qemu-arm', 'arm926', 'armv5tel'],
    ['linux/arm/v6', 'qemu-arm', 'arm1176', 'armv6l'],
    ['linux/386', 'qemu-i386', '486', 'i486'],
  ])('%s under %s as a CPU %s may also be %s', (platform, emulator, qemuCpu, machine) => {
    const question = { platform: parsePlatform(platform), hostArchitecture: 'amd64', emulator }
    expect(acceptedMachines({ ...question, qemuCpu })).toContain(machine)
    expect(acceptedMachines(question)).not.toContain(machine)
  })

  it('takes a platform in any spelling', () => {
    const platform = { os: 'linux', architecture: 'aarch64' }
    expect(acceptedMachines({ platform, hostArchitecture: 'arm64' })).toStrictEqual(['aarch64'])
  })
})
