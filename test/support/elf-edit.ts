/** Fields of a 64-bit little-endian ELF file. */
const fileType = 16
const machine = 18
const segmentTable = 64
const segmentBytes = 56
const interpreterSegment = 3
const noteSegment = 4
const propertyNote = 5
const isaNeeded = 0xc0008002

/** The same file with another machine number. */
export function withMachine(elf: Uint8Array, number: number): Uint8Array {
  return edited(elf, (view) => view.setUint16(machine, number, true))
}

/** The same file called a shared library. */
export function asSharedLibrary(elf: Uint8Array): Uint8Array {
  return edited(elf, (view) => view.setUint16(fileType, 3, true))
}

/** The same hand-made program asking for a loader. */
export function withInterpreter(elf: Uint8Array, path: string): Uint8Array {
  return withLastSegment(elf, interpreterSegment, Buffer.from(`${path}\0`))
}

/**
 * The same hand-made program with a note that it needs an x86-64 level.
 * https://gitlab.com/x86-psABIs/x86-64-ABI (program property)
 */
export function withX86Level(elf: Uint8Array, level: 2 | 3 | 4): Uint8Array {
  const words = [4, 16, propertyNote, 0x00554e47, isaNeeded, 4, 1 << (level - 1), 0]
  return withLastSegment(elf, noteSegment, Buffer.from(Uint32Array.from(words).buffer))
}

/** The last segment of a hand-made program says only that its stack holds no code: here it is another one. */
function withLastSegment(elf: Uint8Array, type: number, content: Uint8Array): Uint8Array {
  const last = segmentTable + segmentBytes
  return edited(Buffer.concat([elf, content]), (view) => {
    view.setUint32(last, type, true)
    view.setUint32(last + 4, 4, true)
    for (const [field, value] of [
      [8, elf.length],
      [32, content.length],
      [40, content.length],
      [48, 1],
    ] as const) {
      view.setBigUint64(last + field, BigInt(value), true)
    }
  })
}

function edited(elf: Uint8Array, edit: (view: DataView) => void): Uint8Array {
  const copy = Uint8Array.from(elf)
  edit(new DataView(copy.buffer))
  return copy
}
