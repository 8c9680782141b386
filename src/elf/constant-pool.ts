import type { Machine } from './machine.ts'
import type { Operand } from './program.ts'

/** Constant bytes that lie behind a program's code; each gets its address when it is first asked for. */
export interface ConstantPool {
  addressOf(constant: Constant): number
  /** Everything that got an address, from the pool's origin on. */
  bytes(): Uint8Array
}

export type Constant = Extract<
  Operand,
  { text: string } | { list: unknown } | { bytes: unknown } | { port: number } | { filter: Uint8Array }
>

const internetFamily = 2

export function createConstantPool(origin: number, { wordBits, byteOrder }: Machine['elf']): ConstantPool {
  const content: number[] = []
  const placed = new Map<string, number>()

  const place = (bytes: Iterable<number>): number => {
    const address = origin + content.length
    for (const byte of bytes) content.push(byte)
    return address
  }
  const align = (): void => {
    while ((origin + content.length) % 8 !== 0) content.push(0)
  }
  const once = (key: string, add: () => number): number => {
    const address = placed.get(key) ?? add()
    placed.set(key, address)
    return address
  }
  const placeText = (text: string): number => once(`text:${text}`, () => place(new TextEncoder().encode(`${text}\0`)))
  const placeList = (list: readonly string[]): number => {
    const addresses = [...list.map(placeText), 0]
    align()
    return place(addresses.flatMap((address) => word(address, wordBits, byteOrder)))
  }
  const placeFilter = (filter: Uint8Array): number => {
    align()
    const address = place(filter)
    // The count takes as much room as the address after it.
    return place([...countOf(filter, wordBits, byteOrder), ...word(address, wordBits, byteOrder)])
  }
  return {
    addressOf(constant) {
      if ('text' in constant) return placeText(constant.text)
      if ('list' in constant) return once(`list:${constant.list.join('\0')}`, () => placeList(constant.list))
      if ('filter' in constant) return placeFilter(constant.filter)
      return place('port' in constant ? socketAddress(constant.port, byteOrder) : constant.bytes)
    },
    bytes: () => Uint8Array.from(content),
  }
}

function word(value: number, wordBits: 32 | 64, byteOrder: 'little' | 'big'): readonly number[] {
  const bytes = new Uint8Array(wordBits / 8)
  const view = new DataView(bytes.buffer)
  if (wordBits === 64) view.setBigUint64(0, BigInt(value), byteOrder === 'little')
  else view.setUint32(0, value, byteOrder === 'little')
  return [...bytes]
}

/** A halfword, and what aligns the address behind it. */
function countOf(filter: Uint8Array, wordBits: 32 | 64, byteOrder: 'little' | 'big'): readonly number[] {
  const bytes = new Uint8Array(wordBits / 8)
  new DataView(bytes.buffer).setUint16(0, filter.length / 8, byteOrder === 'little')
  return [...bytes]
}

/** The family is in the machine's byte order, the port in the network's. */
function socketAddress(port: number, byteOrder: 'little' | 'big'): Uint8Array {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, internetFamily, byteOrder === 'little')
  view.setUint16(2, port)
  return bytes
}
