import { invalidLayer } from './layer-fault.ts'

/** A name as text: UTF-8, or where it is not, latin1, so that different names stay different. */
export function decodeText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end)
  return text.includes('\u{fffd}') ? bytes.toString('latin1', start, end) : text
}

/** Text up to the first NUL, or the end of its field. */
export function readTextField(block: Buffer, start: number, length: number): string {
  const terminator = block.indexOf(0, start)
  const end = terminator === -1 ? start + length : Math.min(terminator, start + length)
  return end === start ? '' : decodeText(block, start, end)
}

/**
 * A number in octal digits among spaces and NULs, or in base 256 where the first bit is set; an empty field is 0.
 * https://www.gnu.org/software/tar/manual/html_node/Extensions.html
 */
export function readNumberField(block: Buffer, start: number, length: number): number {
  const first = block[start] ?? 0
  if ((first & 0x80) !== 0) return readBase256(block, start, length)
  let at = start
  let end = start + length
  while (at < end && isBlank(block[at])) at++
  while (end > at && isBlank(block[end - 1])) end--
  let value = 0
  for (; at < end; at++) {
    const byte = block[at] ?? 0
    if (byte === 0) break
    if (byte < 0x30 || byte > 0x37) throw invalidLayer('a header of its tar has a number that is not octal')
    value = value * 8 + byte - 0x30
  }
  return value
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0
}

function readBase256(block: Buffer, start: number, length: number): number {
  const first = block[start] ?? 0
  if ((first & 0x40) !== 0) throw invalidLayer('a header of its tar has a negative number')
  let value = first & 0x3f
  for (let at = start + 1; at < start + length; at++) {
    value = value * 256 + (block[at] ?? 0)
    if (value > Number.MAX_SAFE_INTEGER) throw invalidLayer('a header of its tar has a number beyond 2^53')
  }
  return value
}

/** A number in decimal digits, as extended headers have them. */
export function readDecimal(text: string): number {
  const value = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value)) throw invalidLayer('an extended header of its tar has a number that is none')
  return value
}
