import type { Emulator } from '../report/report.ts'

/** QEMU's names for what OCI calls otherwise. */
const qemuArchitectures: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  i386: '386',
  aarch64: 'arm64',
  aarch64_be: 'arm64be',
  armeb: 'armbe',
  loongarch64: 'loong64',
  mipsel: 'mipsle',
  mips64el: 'mips64le',
  riscv32: 'riscv',
}

/** Distributions link these names to QEMU's own. */
const qemuAliases: Readonly<Record<string, string>> = {
  armel: 'arm',
  armhf: 'arm',
  powerpc: 'ppc',
  ppc64el: 'ppc64le',
}

/** Emulators that are not QEMU, by the name of their program, and what they execute. */
const others: Readonly<Record<string, { readonly name: string; readonly architectures: readonly string[] }>> = {
  // Docker Desktop mounts it at /run/rosetta, podman's machine at /mnt, Colima and Lima at /mnt/lima-rosetta.
  rosetta: { name: 'rosetta', architectures: ['amd64'] },
  FEXInterpreter: { name: 'fex', architectures: ['amd64', '386'] },
  FEX: { name: 'fex', architectures: ['amd64', '386'] },
  box64: { name: 'box64', architectures: ['amd64', '386'] },
  box86: { name: 'box86', architectures: ['386'] },
}

/** A program the kernel starts foreign programs with. */
export interface Interpreter {
  /** `qemu-aarch64`, `rosetta`. */
  readonly name: string
  readonly architectures: readonly string[]
}

/**
 * Recognises an emulator by the path of its program: `/usr/bin/qemu-arm-static`, `/usr/libexec/qemu-binfmt/arm-binfmt-P`,
 * `/run/rosetta/rosetta`. Only an absolute path counts: the kernel starts interpreters by one, people need not.
 */
export function readInterpreter(path: string): Interpreter | undefined {
  if (!path.startsWith('/')) return undefined
  const file = path.slice(path.lastIndexOf('/') + 1)
  const cpu =
    /^(?:buildkit-)?qemu-([a-z0-9_]+)(?:-static)?$/.exec(file)?.[1] ?? /^([a-z0-9_]+)-binfmt(?:-P)?$/.exec(file)?.[1]
  if (cpu !== undefined)
    return { name: `qemu-${cpu}`, architectures: [qemuArchitectures[cpu] ?? qemuAliases[cpu] ?? cpu] }
  return Object.hasOwn(others, file) ? others[file] : undefined
}

/** QEMU's name for what executes an architecture: `qemu-mips64el`. */
export function qemuNameOf(architecture: string): string {
  const cpu = Object.entries(qemuArchitectures).find(([, name]) => name === architecture)?.[0] ?? architecture
  return `qemu-${cpu}`
}

/** What QEMU prints when it is asked for its version: `qemu-aarch64 version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u15)`. */
export function parseQemuVersion(line: string): Emulator | undefined {
  const match = /^(qemu-[a-z0-9_]+) version (\d[\w.+~-]*)/.exec(line)
  const [, name, version] = match ?? []
  return name === undefined || version === undefined ? undefined : { name, version }
}
