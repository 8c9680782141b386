import type { Platform } from '../oci/platform.ts'
import { arm } from './machine/arm.ts'
import { arm64 } from './machine/arm64.ts'
import { loong64 } from './machine/loong64.ts'
import { mips64, mips64le } from './machine/mips64.ts'
import { ppc64le } from './machine/ppc64le.ts'
import { riscv64 } from './machine/riscv64.ts'
import { s390x } from './machine/s390x.ts'
import { amd64, i386 } from './machine/x86.ts'
import type { Machine } from './machine.ts'

/** By the platform's architecture; one serves all its variants. */
const machines: ReadonlyMap<string, Machine> = new Map([
  ['amd64', amd64],
  ['386', i386],
  ['arm64', arm64],
  ['arm', arm],
  ['ppc64le', ppc64le],
  ['s390x', s390x],
  ['riscv64', riscv64],
  ['mips64le', mips64le],
  ['mips64', mips64],
  ['loong64', loong64],
])

/** The machine whose code a platform runs; undefined where none is known, or the system is not Linux. */
export function findMachine(platform: Platform): Machine | undefined {
  return platform.os === 'linux' ? machines.get(platform.architecture) : undefined
}
