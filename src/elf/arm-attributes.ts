/** What a 32-bit ARM file says of the CPU it was made for. */
export interface ArmAttributes {
  /** `Tag_CPU_arch`: `v5TE`, `v6`, `v7`, `v7E-M`; absent where it does not say. */
  readonly cpuArch?: string
  /** `Tag_ABI_VFP_args`: how floating-point arguments are passed. */
  readonly floatAbi?: 'hard' | 'soft'
}

const architectures = [
  'pre-v4',
  'v4',
  'v4T',
  'v5T',
  'v5TE',
  'v5TEJ',
  'v6',
  'v6KZ',
  'v6T2',
  'v6K',
  'v7',
  'v6-M',
  'v6S-M',
]
const laterArchitectures: Readonly<Record<number, string>> = {
  13: 'v7E-M',
  14: 'v8',
  15: 'v8-R',
  16: 'v8-M',
  17: 'v8-M',
  18: 'v8',
  19: 'v8',
  20: 'v8',
  21: 'v8-M',
  22: 'v9',
}

const tagFile = 1
const tagCpuArch = 6
const tagVfpArguments = 28
const tagCompatibility = 32

/**
 * Reads the section `.ARM.attributes`, whatever it holds.
 * https://github.com/ARM-software/abi-aa/blob/main/addenda32/addenda32.rst#build-attributes
 */
export function readArmAttributes(section: Uint8Array, byteOrder: 'little' | 'big' = 'little'): ArmAttributes {
  if (section[0] !== 0x41) return {}
  const little = byteOrder === 'little'
  const view = new DataView(section.buffer, section.byteOffset, section.byteLength)
  let found: ArmAttributes = {}
  for (let at = 1; at + 4 < section.byteLength;) {
    const length = view.getUint32(at, little)
    const end = at + length
    if (length < 5 || end > section.byteLength) break
    const nameEnd = section.indexOf(0, at + 4)
    const vendor = nameEnd < 0 ? '' : new TextDecoder().decode(section.subarray(at + 4, nameEnd))
    if (vendor === 'aeabi') found = { ...found, ...readVendor(section.subarray(nameEnd + 1, end), little) }
    at = end
  }
  return found
}

function readVendor(bytes: Uint8Array, little: boolean): ArmAttributes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + 5 <= bytes.byteLength;) {
    const tag = bytes[at]
    const size = view.getUint32(at + 1, little)
    if (size < 5 || at + size > bytes.byteLength) break
    if (tag === tagFile) return readAttributes(bytes.subarray(at + 5, at + size))
    at += size
  }
  return {}
}

function readAttributes(bytes: Uint8Array): ArmAttributes {
  let cpuArch: string | undefined
  let floatAbi: 'hard' | 'soft' | undefined
  for (let at = 0; at < bytes.byteLength;) {
    const tag = readNumber(bytes, at)
    at = tag.next
    if (isText(tag.value)) {
      const end = bytes.indexOf(0, at)
      at = end < 0 ? bytes.byteLength : end + 1
      continue
    }
    const number = readNumber(bytes, at)
    at = number.next
    if (tag.value === tagCompatibility) {
      const end = bytes.indexOf(0, at)
      at = end < 0 ? bytes.byteLength : end + 1
    }
    if (tag.value === tagCpuArch) cpuArch = architectures[number.value] ?? laterArchitectures[number.value]
    if (tag.value === tagVfpArguments) floatAbi = number.value === 0 ? 'soft' : number.value === 1 ? 'hard' : undefined
  }
  return {
    ...(cpuArch === undefined ? {} : { cpuArch }),
    ...(floatAbi === undefined ? {} : { floatAbi }),
  }
}

/** `CPU_raw_name` and `CPU_name`, and above 32 every odd tag. */
function isText(tag: number): boolean {
  return tag === 4 || tag === 5 || (tag > tagCompatibility && tag % 2 === 1)
}

/** A number in ULEB128; what is longer than five bytes is no tag and no value. */
function readNumber(bytes: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let value = 0
  for (let index = 0; index < 5; index++) {
    const byte = bytes[start + index]
    if (byte === undefined) return { value, next: bytes.byteLength }
    value += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return { value, next: start + index + 1 }
  }
  return { value, next: bytes.byteLength }
}
