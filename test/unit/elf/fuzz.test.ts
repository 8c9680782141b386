import { describe, expect, it } from 'vitest'
import { writeProbe } from '../../../src/elf/probe.ts'
import { collect } from './collect.ts'
import { buildElf, dynamicSection } from './elf-build.ts'

/** Numbers that look random and are the same in every run (mulberry32). */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const interesting = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]

/** The file with a few of its bytes, fields or ends changed. */
function damage(original: Uint8Array, random: (below: number) => number): Buffer {
  const bytes = Buffer.from(original)
  for (let change = 0, changes = 1 + random(8); change < changes; change++) {
    const at = random(Math.min(bytes.byteLength - 4, random(3) === 0 ? bytes.byteLength : 512))
    if (random(2) === 0) bytes[at] = random(256)
    else bytes.writeUInt32LE(interesting[random(interesting.length)] ?? 0, at)
  }
  return random(4) === 0 ? bytes.subarray(0, random(bytes.byteLength)) : bytes
}

function seeds(): readonly Uint8Array[] {
  const strings = Buffer.from('\0libc.so.6\0/opt/lib:$ORIGIN\0aeabi\0')
  const attributes = Buffer.from(
    '412a0000006165616269000120000000053554450006040801090112041301140115011703180119011a02',
    'hex',
  )
  const note = Buffer.from('040000001000000005000000474e5500028000c0040000000300000000000000', 'hex')
  const go = Buffer.from('\xff Go buildinf:\x08\x02'.padEnd(32, '\0') + '\x02go\x10build\tGOARM=7\n\n', 'latin1')
  const rich = ([62, 40, 22] as const).flatMap((machine) =>
    ([32, 64] as const).flatMap((wordBits) =>
      (['little', 'big'] as const).map((byteOrder) => {
        const dynamic = dynamicSection(
          [
            [1, 1],
            [29, 11],
            [5, 0x400],
            [10, strings.byteLength],
          ],
          wordBits,
          byteOrder,
        )
        return buildElf({
          machine,
          wordBits,
          byteOrder,
          segments: [
            { type: 1, flags: 6, offset: 0x800, sizeBytes: go.byteLength },
            { type: 1, offset: 0, sizeBytes: 0x900 },
            { type: 2, offset: 0x600, sizeBytes: dynamic.byteLength },
            { type: 3, offset: 0x40b, sizeBytes: 8 },
            { type: 4, offset: 0x700, sizeBytes: note.byteLength },
          ],
          sections: [
            { name: '.ARM.attributes', type: 0x70000003, offset: 0x780, sizeBytes: attributes.byteLength },
            { name: '.go.buildinfo', type: 1, offset: 0x800, sizeBytes: go.byteLength },
          ],
          pieces: [
            { at: 0x400, bytes: strings },
            { at: 0x600, bytes: dynamic },
            { at: 0x700, bytes: note },
            { at: 0x780, bytes: attributes },
            { at: 0x800, bytes: go },
          ],
        })
      }),
    ),
  )
  return [writeProbe({ os: 'linux', architecture: 'amd64' }), ...rich]
}

describe('the ELF collector', () => {
  it('has facts or none of 6000 damaged files, and never an error', () => {
    const random = createRandom(20_240_817)
    const originals = seeds()
    let read = 0
    for (let run = 0; run < 6000; run++) {
      const original = originals[run % originals.length] ?? new Uint8Array()
      const facts = collect(damage(original, random), 1 + random(5000))
      if (facts === undefined) continue
      read++
      expect(facts.needed.length).toBeLessThanOrEqual(1024)
      expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts)
    }
    expect(read).toBeGreaterThan(1000)
  })

  it('keeps little of a file that is all lists', () => {
    const sizeBytes = 300_000
    const strings = Buffer.alloc(sizeBytes, ':')
    const dynamic = dynamicSection([
      ...Array.from({ length: 3000 }, (): [number, number] => [1, 0]),
      ...Array.from({ length: 500 }, (): [number, number] => [29, 0]),
      [5, 0x20000],
      [10, sizeBytes],
    ])
    const bytes = buildElf({
      segments: [
        { type: 1, offset: 0, sizeBytes: 0x20000 + sizeBytes },
        { type: 2, offset: 0x1000, sizeBytes: dynamic.byteLength },
      ],
      pieces: [
        { at: 0x1000, bytes: dynamic },
        { at: 0x20000, bytes: strings },
      ],
    })
    const facts = collect(bytes)
    expect(facts?.truncated).toBe(true)
    expect(JSON.stringify(facts).length).toBeLessThan(100_000)
  })
})
