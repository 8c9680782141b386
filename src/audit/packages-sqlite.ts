/** A value of a row: whole numbers as such, texts and blobs as bytes; anything else is absent. */
export type SqliteValue = number | Buffer | undefined

const magic = 'SQLite format 3\0'
/** https://www.sqlite.org/fileformat2.html#b_tree_pages */
const interiorTable = 5
const leafTable = 13
const fileHeaderBytes = 100
const maxRowBytes = 8 * 1024 * 1024
const minRowBytes = 4

/**
 * The rows of a table of a SQLite file, whatever the file holds; none where it lacks the table. A database that is in a
 * layer lies still, so no lock, journal or index matters.
 * https://www.sqlite.org/fileformat2.html
 */
export function* readSqliteTable(file: Uint8Array, table: string): Generator<readonly SqliteValue[]> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.byteLength < 512 || bytes.toString('latin1', 0, magic.length) !== magic) return
  const declared = bytes.readUInt16BE(16)
  const pageBytes = declared === 1 ? 65_536 : declared
  const usableBytes = pageBytes - bytes.readUInt8(20)
  if (pageBytes < 512 || usableBytes < 480) return
  const database = { bytes, pageBytes, usableBytes }
  // The schema is a table of type, name, table, root page and SQL.
  for (const [type, name, , root] of readTree(database, 1)) {
    if (!isText(type, 'table') || !isText(name, table) || typeof root !== 'number') continue
    yield* readTree(database, root)
    return
  }
}

function isText(value: SqliteValue, text: string): boolean {
  return Buffer.isBuffer(value) && value.toString('utf8') === text
}

interface Database {
  readonly bytes: Buffer
  readonly pageBytes: number
  readonly usableBytes: number
}

/** Every row below a page of a table's tree; a page is read once, and no more rows than fit the file, whatever is damaged. */
function* readTree(database: Database, root: number): Generator<readonly SqliteValue[]> {
  const seen = new Set<number>()
  const open = [root]
  let leftBytes = database.bytes.byteLength
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    const page = seen.has(number) ? undefined : readPage(database, number)
    seen.add(number)
    if (page === undefined) continue
    const start = number === 1 ? fileHeaderBytes : 0
    const type = page.readUInt8(start)
    if (type !== interiorTable && type !== leafTable) continue
    const isLeaf = type === leafTable
    const cells = listCells(page, start + (isLeaf ? 8 : 12), page.readUInt16BE(start + 3))
    if (!isLeaf) open.push(page.readUInt32BE(start + 8))
    for (const cell of cells) {
      if (!isLeaf) {
        if (cell + 4 <= page.byteLength) open.push(page.readUInt32BE(cell))
        continue
      }
      const payload = readPayload(database, page, cell)
      leftBytes -= minRowBytes + (payload?.byteLength ?? 0)
      if (leftBytes < 0) return
      if (payload !== undefined) yield readRecord(payload)
    }
  }
}

function readPage({ bytes, pageBytes }: Database, number: number): Buffer | undefined {
  const start = (number - 1) * pageBytes
  return number >= 1 && start + pageBytes <= bytes.byteLength ? bytes.subarray(start, start + pageBytes) : undefined
}

function listCells(page: Buffer, start: number, count: number): readonly number[] {
  const fitting = Math.min(count, Math.floor((page.byteLength - start) / 2))
  return Array.from({ length: fitting }, (_, index) => page.readUInt16BE(start + 2 * index))
}

/** https://www.sqlite.org/fileformat2.html#cell_payload_overflow_pages */
function readPayload(database: Database, page: Buffer, cell: number): Buffer | undefined {
  const size = readVarint(page, cell)
  const rowId = readVarint(page, size.end)
  const usable = database.usableBytes
  const most = usable - 35
  if (size.value > maxRowBytes) return undefined
  if (size.value <= most) return page.subarray(rowId.end, rowId.end + size.value)
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const wanted = least + ((size.value - least) % (usable - 4))
  const local = wanted <= most ? wanted : least
  if (rowId.end + local + 4 > page.byteLength) return undefined
  const pieces = [page.subarray(rowId.end, rowId.end + local)]
  let left = size.value - local
  for (let next = page.readUInt32BE(rowId.end + local); left > 0;) {
    const overflow = readPage(database, next)
    if (overflow === undefined) return undefined
    const piece = overflow.subarray(4, Math.min(usable, 4 + left))
    pieces.push(piece)
    left -= piece.byteLength
    next = overflow.readUInt32BE(0)
  }
  return Buffer.concat(pieces)
}

/** https://www.sqlite.org/fileformat2.html#record_format */
function readRecord(payload: Buffer): readonly SqliteValue[] {
  const values: SqliteValue[] = []
  const header = readVarint(payload, 0)
  let at = header.value
  for (let next = header.end; next < Math.min(header.value, payload.byteLength) && values.length < 64;) {
    const type = readVarint(payload, next)
    next = type.end
    const sizeBytes = sizeOf(type.value)
    const bytes = payload.subarray(at, at + sizeBytes)
    at += sizeBytes
    values.push(bytes.byteLength < sizeBytes ? undefined : readValue(type.value, bytes))
  }
  return values
}

function sizeOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2)
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0
}

function readValue(type: number, bytes: Buffer): SqliteValue {
  if (type >= 12) return bytes
  if (type === 8 || type === 9) return type - 8
  return type >= 1 && type <= 5 ? bytes.readIntBE(0, bytes.byteLength) : undefined
}

/** Up to nine bytes, of which rows in use take four. */
function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0
  for (let index = 0; index < 8; index++) {
    const byte = bytes[start + index] ?? 0
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, end: start + index + 1 }
  }
  return { value: Number.MAX_SAFE_INTEGER, end: start + 9 }
}
