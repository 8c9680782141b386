import type { RootFs } from '../image/rootfs.ts'

/** More are in no image: the whole of a distribution has sixty thousand. */
const maxStanzas = 100_000
/** Of one package: what is asked for stands before the long lists. */
const maxLines = 1000

/** The bytes of a database, if the image has it and it was kept. */
export function readDatabase(rootfs: RootFs, path: string): Uint8Array | undefined {
  const found = rootfs.resolve(path)
  return found.kind === 'found' && found.entry.content?.kind === 'database' ? found.entry.content.bytes : undefined
}

/** The fields of each stanza of a text database; lines that continue a field are left out. */
export function* readStanzas(bytes: Uint8Array, separator: ':' | ': '): Generator<ReadonlyMap<string, string>> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  let start = 0
  for (let count = 0; start < text.length && count < maxStanzas; count++) {
    const end = text.indexOf('\n\n', start)
    const stanza = text.slice(start, end < 0 ? undefined : end)
    start = end < 0 ? text.length : end + 2
    const fields = stanza.split('\n', maxLines).flatMap((line): [string, string][] => {
      const at = line.search(/[:\s]/)
      return at > 0 && line.startsWith(separator, at)
        ? [[line.slice(0, at), line.slice(at + separator.length).trim()]]
        : []
    })
    if (fields.length > 0) yield new Map(fields)
  }
}
