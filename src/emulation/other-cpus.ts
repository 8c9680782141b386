/** Another CPU than QEMU is by default: the newest where the default is old, an older one where it is the newest. */
const otherCpus: Readonly<Record<string, string>> = {
  amd64: 'max',
  '386': 'max',
  arm64: 'cortex-a72',
  arm: 'cortex-a15',
  ppc64le: 'power10',
  s390x: 'max',
  riscv64: 'sifive-u54',
  mips64le: 'Loongson-3A4000',
}

/** The variable QEMU takes its CPU from. https://www.qemu.org/docs/master/user/main.html */
export const cpuVariable = 'QEMU_CPU'

/** The CPU to try where a program died on the default one; undefined where none is known. */
export function otherCpuOf(architecture: string): string | undefined {
  return otherCpus[architecture]
}

/** True when the emulator itself refused the CPU it was told to be. */
export function refusesCpu(log: readonly string[]): boolean {
  return log.some((line) =>
    /^qemu-\S+: (?:unable to find CPU model|Some features requested in the CPU model)/.test(line),
  )
}
