import { invalidLayer } from './layer-fault.ts'

/**
 * Splits zstd data at the ends of its frames and leaves out frames that hold no data. Node's decoder stops at the end
 * of a frame that lies inside a write, and goes on where it lies at its end; layers of many frames are common
 * (zstd:chunked, pzstd).
 * https://www.rfc-editor.org/rfc/rfc8878#section-3.1
 */
export interface FrameSplitter {
  /** The parts of a chunk that go to the decoder, each in a write of its own. @throws LayerFault */
  split(chunk: Uint8Array): readonly Uint8Array[]
  /** True between frames: where data may end. */
  readonly isBetweenFrames: boolean
}

/** What the next bytes are. */
type Step = 'magic' | 'descriptor' | 'header' | 'block-header' | 'block' | 'checksum' | 'skipped-size' | 'skipped'

const frameMagic = 0xfd2fb528
const skippedMagic = 0x184d2a50

export function createFrameSplitter(): FrameSplitter {
  let step: Step = 'magic'
  let leftBytes = 4
  /** The little-endian number that is being collected from the bytes of one field. */
  let field = 0
  let fieldBytes = 0
  let hasChecksum = false
  let isLastBlock = false
  /** The start of a magic number that came in an earlier chunk: it is not yet known whether the decoder wants it. */
  let heldMagic: Uint8Array = new Uint8Array()

  const expect = (next: Step, bytes: number): void => {
    step = next
    leftBytes = bytes
    field = 0
    fieldBytes = 0
  }
  const endFrame = (): void => expect('magic', 4)
  const endBlock = (): void => {
    if (!isLastBlock) expect('block-header', 3)
    else if (hasChecksum) expect('checksum', 4)
    else endFrame()
  }
  const readBlockHeader = (header: number): void => {
    isLastBlock = (header & 1) === 1
    const isRepeatedByte = ((header >>> 1) & 3) === 1
    const sizeBytes = isRepeatedByte ? 1 : header >>> 3
    if (sizeBytes === 0) endBlock()
    else expect('block', sizeBytes)
  }
  const readDescriptor = (descriptor: number): void => {
    hasChecksum = (descriptor & 0x04) !== 0
    const isSingleSegment = (descriptor & 0x20) !== 0
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0
    const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0
    const headerBytes = (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes
    expect('header', headerBytes)
  }
  /** What a step that ended says of the next one. */
  const advance = (): void => {
    switch (step) {
      case 'magic':
        if (field === frameMagic) return expect('descriptor', 1)
        if ((field & 0xfffffff0) >>> 0 === skippedMagic) return expect('skipped-size', 4)
        throw invalidLayer('it has bytes that are no zstd')
      case 'descriptor':
        return readDescriptor(field)
      case 'header':
        return expect('block-header', 3)
      case 'block-header':
        return readBlockHeader(field)
      case 'block':
        return endBlock()
      case 'checksum':
      case 'skipped':
        return endFrame()
      case 'skipped-size':
        return field === 0 ? endFrame() : expect('skipped', field)
    }
  }

  return {
    split(chunk) {
      const parts: Uint8Array[] = []
      let partStart = 0
      for (let at = 0; at < chunk.byteLength;) {
        const taken = Math.min(leftBytes, chunk.byteLength - at)
        if (step !== 'block' && step !== 'skipped' && step !== 'checksum') {
          for (let index = 0; index < taken; index++, fieldBytes++) {
            if (fieldBytes < 4) field = (field | ((chunk[at + index] ?? 0) << (8 * fieldBytes))) >>> 0
          }
        }
        at += taken
        leftBytes -= taken
        if (leftBytes > 0) break
        const ended = step
        advance()
        if (ended === 'magic' && step === 'skipped-size') {
          heldMagic = new Uint8Array()
          partStart = at
        } else if (ended === 'magic') {
          if (heldMagic.byteLength > 0) parts.push(heldMagic)
          heldMagic = new Uint8Array()
        } else if (step === 'magic') {
          if (ended !== 'skipped' && ended !== 'skipped-size') parts.push(chunk.subarray(partStart, at))
          partStart = at
        }
      }
      const rest = chunk.subarray(partStart)
      if (rest.byteLength === 0 || step === 'skipped' || step === 'skipped-size') return parts
      if (step === 'magic') heldMagic = Buffer.concat([heldMagic, rest])
      else parts.push(rest)
      return parts
    },
    get isBetweenFrames() {
      return step === 'magic' && heldMagic.byteLength === 0
    },
  }
}
