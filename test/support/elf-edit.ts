/** Fields of a 64-bit little-endian ELF file. */
const fileType = 16
const machine = 18
const segmentTable = 64
const segmentBytes = 56
const interpreterSegment = 3

/** The same file with another machine number. */
export function withMachine(elf: Uint8Array, number: number): Uint8Array {
  return edited(elf, (view) => view.setUint16(machine, number, true))
}

/** The same file called a shared library. */
export function asSharedLibrary(elf: Uint8Array): Uint8Array {
  return edited(elf, (view) => view.setUint16(fileType, 3, true))
}

/** The same hand-made program asking for a loader: its last segment, which says nothing but that, is made to. */
export function withInterpreter(elf: Uint8Array, path: string): Uint8Array {
  const name = Buffer.from(`${path}\0`)
  const last = segmentTable + segmentBytes
  return edited(Buffer.concat([elf, name]), (view) => {
    view.setUint32(last, interpreterSegment, true)
    view.setUint32(last + 4, 4, true)
    for (const [field, value] of [
      [8, elf.length],
      [32, name.length],
      [40, name.length],
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
