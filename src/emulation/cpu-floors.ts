import { writeProgram } from '../elf/probe.ts'
import type { Program } from '../elf/program.ts'
import { exitWith } from '../elf/programs.ts'
import { normalizePlatform, type Platform } from '../oci/platform.ts'

/** The oldest CPU that a platform promises to run on, as QEMU can be one. */
export interface CpuFloor {
  /** What QEMU may be told to be, the best first: not every version has every model, or keeps to it. */
  readonly cpus: readonly string[]
  /** What newer CPUs have and this one lacks: `MOVW of ARMv7`. */
  readonly lacks: string
  /** That instruction, in the machine's units, after what prepares it. */
  readonly units: readonly number[]
}

/** The first 64-bit x86 processors had neither SSE3 nor CMPXCHG16B. https://gitlab.com/x86-psABIs/x86-64-ABI */
const oldestAmd64 = 'qemu64,-pni,-cx16'
const haddps = [0xf2, 0x0f, 0x7c, 0xc0]
const andn = [0xc4, 0xe2, 0x78, 0xf2, 0xc0]
const ldadd = [0xd10103ff, 0xf82103e0]
const sh1add = [0x20b52533]
const cnttzd = [0x7c640474]
const rev = [0xe6bf0f30]
const movw = [0xe3000000]
const udiv = [0xe3a01001, 0xe730f110]

/** By architecture and variant, where QEMU has a model of the floor at all. */
const floors: Readonly<Record<string, CpuFloor>> = {
  amd64: { cpus: [oldestAmd64], lacks: 'HADDPS of SSE3', units: haddps },
  'amd64/v2': { cpus: ['Nehalem'], lacks: 'ANDN of x86-64-v3', units: andn },
  '386': { cpus: ['qemu32,-pni'], lacks: 'HADDPS of SSE3', units: haddps },
  arm64: { cpus: ['cortex-a53'], lacks: 'LDADD of ARMv8.1', units: ldadd },
  'arm/v5': { cpus: ['arm926'], lacks: 'REV of ARMv6', units: rev },
  'arm/v6': { cpus: ['arm1176'], lacks: 'MOVW of ARMv7', units: movw },
  'arm/v7': { cpus: ['cortex-a8'], lacks: 'UDIV of later ARMv7 cores', units: udiv },
  ppc64le: { cpus: ['power8'], lacks: 'CNTTZD of POWER9', units: cnttzd },
  riscv64: { cpus: ['sifive-u54'], lacks: 'SH1ADD of Zba', units: sh1add },
}

/** The floor of a platform; undefined where nobody said which CPU that is, or QEMU has none like it. */
export function cpuFloorOf(platform: Platform): CpuFloor | undefined {
  const { os, architecture, variant } = normalizePlatform(platform)
  if (os !== 'linux') return undefined
  return floors[variant === undefined ? architecture : `${architecture}/${variant}`]
}

/** A program that must die of an illegal instruction on the floor, and end with 0 on any newer CPU. */
export function writeFloorProbe(platform: Platform, { units }: CpuFloor): Uint8Array {
  const program: Program = [{ kind: 'code', units }, ...exitWith(0)]
  return writeProgram(platform, program)
}
