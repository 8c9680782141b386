import type { LayerRecord } from './layer-record.ts'
import type { FileContent, FileEntry } from './rootfs.ts'

/** The records of a layer in their order, packed: a layer can have hundreds of thousands, and few are looked at. */
export interface LayerRecords {
  readonly length: number
  kindOf(index: number): LayerRecord['kind']
  pathOf(index: number): string
  /** Of a symlink or hardlink; empty for all else. */
  targetOf(index: number): string
  get(index: number): LayerRecord
}

export interface LayerRecordsBuilder {
  readonly length: number
  add(record: LayerRecord): void
  finish(): LayerRecords
}

const kinds = ['file', 'directory', 'symlink', 'device', 'fifo', 'hardlink', 'whiteout', 'opaque'] as const
const kindNumbers = new Map<string, number>(kinds.map((kind, number) => [kind, number]))

/** Records on one page: their text is one string, their numbers one array. */
const pageRecords = 1024
/** For each record: kind, mode, uid, gid, size, and where its path and its target end in the page's text. */
const fields = 7

interface Page {
  readonly text: string
  readonly numbers: Float64Array
}

export function createLayerRecords(): LayerRecordsBuilder {
  const pages: Page[] = []
  const contents = new Map<number, FileContent>()
  let texts: string[] = []
  let textLength = 0
  let numbers = new Float64Array(pageRecords * fields)
  let onPage = 0

  const closePage = (): void => {
    if (onPage === 0) return
    pages.push({ text: texts.join(''), numbers: numbers.slice(0, onPage * fields) })
    texts = []
    textLength = 0
    numbers = new Float64Array(pageRecords * fields)
    onPage = 0
  }
  const length = (): number => pages.length * pageRecords + onPage
  return {
    get length() {
      return length()
    },
    add(record) {
      const target = 'target' in record ? (record.target ?? '') : ''
      const at = onPage * fields
      numbers[at] = kindNumbers.get(record.kind) ?? 0
      if ('mode' in record) {
        numbers[at + 1] = record.mode
        numbers[at + 2] = record.uid
        numbers[at + 3] = record.gid
        numbers[at + 4] = record.sizeBytes
        if (record.content !== undefined) contents.set(length(), record.content)
      }
      texts.push(record.path, target)
      numbers[at + 5] = textLength += record.path.length
      numbers[at + 6] = textLength += target.length
      if (++onPage === pageRecords) closePage()
    },
    finish() {
      const count = length()
      closePage()
      return openRecords(pages, contents, count)
    },
  }
}

function openRecords(pages: readonly Page[], contents: ReadonlyMap<number, FileContent>, length: number): LayerRecords {
  const numberOf = (index: number, field: number): number =>
    pages[Math.floor(index / pageRecords)]?.numbers[(index % pageRecords) * fields + field] ?? 0
  const textOf = (index: number, start: number, end: number): string =>
    pages[Math.floor(index / pageRecords)]?.text.slice(start, end) ?? ''
  const startOf = (index: number): number => (index % pageRecords === 0 ? 0 : numberOf(index - 1, 6))
  const kindOf = (index: number): LayerRecord['kind'] => kinds[numberOf(index, 0)] ?? 'file'
  const pathOf = (index: number): string => textOf(index, startOf(index), numberOf(index, 5))
  const targetOf = (index: number): string => textOf(index, numberOf(index, 5), numberOf(index, 6))
  const entryOf = (index: number, kind: FileEntry['kind'], path: string): FileEntry => ({
    path,
    kind,
    mode: numberOf(index, 1),
    uid: numberOf(index, 2),
    gid: numberOf(index, 3),
    sizeBytes: numberOf(index, 4),
  })
  return {
    length,
    kindOf,
    pathOf,
    targetOf,
    get(index) {
      const kind = kindOf(index)
      const path = pathOf(index)
      if (kind === 'whiteout' || kind === 'opaque') return { kind, path }
      if (kind === 'hardlink') return { kind, path, target: targetOf(index) }
      const entry = entryOf(index, kind, path)
      if (kind === 'symlink') return { ...entry, target: targetOf(index) }
      const content = contents.get(index)
      return content === undefined ? entry : { ...entry, content }
    },
  }
}
