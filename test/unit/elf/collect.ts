import { createElfCollector, type ElfFacts } from '../../../src/elf/elf-facts.ts'

/** The facts of a file that comes in pieces of this size. */
export function collect(bytes: Uint8Array, pieceBytes = 10_000): ElfFacts | undefined {
  const collector = createElfCollector()
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) collector.push(bytes.subarray(at, at + pieceBytes))
  return collector.finish()
}
