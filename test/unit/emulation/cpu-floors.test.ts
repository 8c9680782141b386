import { describe, expect, test } from 'vitest'
import { cpuFloorOf, writeFloorProbe } from '../../../src/emulation/cpu-floors.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'

const floorOf = (name: string) => cpuFloorOf(parsePlatform(name))

describe('the oldest CPU', () => {
  test.each([
    ['linux/arm/v5', 'arm926'],
    ['linux/arm/v6', 'arm1176'],
    ['linux/arm', 'cortex-a8'],
    ['linux/arm64/v8', 'cortex-a53'],
    ['linux/ppc64le', 'power8'],
    ['linux/riscv64', 'sifive-u54'],
    ['linux/amd64', 'qemu64,-pni,-cx16'],
    ['linux/amd64/v2', 'Nehalem'],
  ])('of %s is %s', (platform, cpu) => {
    expect(floorOf(platform)?.cpus).toContain(cpu)
  })

  test.each(['linux/s390x', 'linux/mips64le', 'linux/arm64/v9', 'windows/amd64'])('of %s is none of QEMU’s', (name) => {
    expect(floorOf(name)).toBeUndefined()
  })
})

test('the program that must die holds the instruction that is lacking', () => {
  const platform = parsePlatform('linux/ppc64le')
  const floor = cpuFloorOf(platform)
  if (floor === undefined) throw new Error('there is no floor')
  const instruction = Buffer.alloc(4)
  instruction.writeUInt32LE(floor.units[0] ?? 0)
  expect(Buffer.from(writeFloorProbe(platform, floor)).includes(instruction)).toBe(true)
})
